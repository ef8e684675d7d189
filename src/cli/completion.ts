/**
 * The operation `completion`: what a shell needs to complete our commands and their flags, made from the table of operations. The text
 * holds all it needs: completing asks nobody, and starts nothing.
 */
import { z } from 'zod';
import { type Operation, operation } from '../engine/operations/operation.ts';
import { flagsOf } from './arguments.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** Flags of every command; those that take a value first. */
const WITH_VALUE = ['--db', '--workspace', '--config'];
const EVERYWHERE = [...WITH_VALUE, '--json', '--quiet', '--help', '--version'];

const Input = z.strictObject({ shell: z.enum(SHELLS).describe('bash, zsh or fish') });
const Output = z.object({ shell: z.enum(SHELLS), script: z.string() });

/** The operation; `all` is the table with what is beside it. */
export function completionOperation(all: () => readonly Operation[]) {
  return operation({
    noun: 'engine',
    verb: 'completion',
    command: 'completion',
    summary: 'What bash, zsh or fish needs to complete commands and flags',
    kind: 'local',
    input: Input,
    output: Output,
    positional: ['shell'],
    errors: [],
    role: 'viewer',
    scope: 'machine',
    effect: 'none',
    idempotent: true,
    examples: [
      { command: 'completion bash', says: 'in ~/.bashrc: source <(rekindle completion bash)' },
      { command: 'completion zsh', says: 'in ~/.zshrc, after compinit: source <(rekindle completion zsh)' },
      { command: 'completion fish', says: 'rekindle completion fish > ~/.config/fish/completions/rekindle.fish' },
    ],
    run: async (_context, { shell }) => ({ shell, script: scriptOf(shell, all()) }),
    print: ({ script }) => script,
  });
}

/** The script of a shell for these operations. */
function scriptOf(shell: Shell, operations: readonly Operation[]): string {
  if (shell === 'fish') return fish(operations);
  return shell === 'bash' ? bash(operations) : zsh(operations);
}

/** What may come after these words, by the words: `'campaign'` → create, change, … */
function nextWords(operations: readonly Operation[]): ReadonlyMap<string, ReadonlySet<string>> {
  const next = new Map<string, Set<string>>();
  for (const words of operations.map(({ command }) => command.split(' '))) {
    for (const [i, word] of words.entries()) {
      const before = words.slice(0, i).join(' ');
      next.set(before, (next.get(before) ?? new Set()).add(word));
    }
  }
  return next;
}

/** Longer commands first, so that `import undo` is not taken for `import`. */
function byLength(operations: readonly Operation[]): readonly Operation[] {
  return operations.toSorted((a, b) => b.command.split(' ').length - a.command.split(' ').length);
}

function flagNames(of: Operation): string[] {
  return flagsOf(of)
    .filter(({ field }) => !(of.positional as readonly string[]).includes(field))
    .map(({ name }) => name);
}

/** The two choices that bash and zsh spell alike: flags by the command, and words by those before. */
function choices(operations: readonly Operation[]): string {
  const flags = byLength(operations).map((one) => `    "${one.command} "*) flags="${flagNames(one).join(' ')}" ;;`);
  const next = [...nextWords(operations)].map(
    ([before, words]) => `    "${before === '' ? '' : `${before} `}") next="${[...words].join(' ')}" ;;`,
  );
  return `  case "$said" in
${flags.join('\n')}
  esac
  case "$said" in
${next.join('\n')}
  esac`;
}

const SAID = `    if [ -n "$skip" ]; then skip=""; continue; fi
    case "$word" in
      ${WITH_VALUE.join('|')}) skip=yes ;;
      -*) ;;
      *) said="$said$word " ;;
    esac`;

function bash(operations: readonly Operation[]): string {
  return `# Completion of rekindle for bash, made by: rekindle completion bash
_rekindle() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" said="" flags="" next="" skip="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${SAID}
  done
${choices(operations)}
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$flags ${EVERYWHERE.join(' ')}" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$next" -- "$cur")) ;;
  esac
}
complete -o default -F _rekindle rekindle
`;
}

function zsh(operations: readonly Operation[]): string {
  return `#compdef rekindle
# Completion of rekindle for zsh, made by: rekindle completion zsh
_rekindle() {
  local said="" flags="" next="" skip="" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
${SAID}
  done
${choices(operations)}
  if [[ "$PREFIX" == -* ]]; then
    compadd -- \${=flags} ${EVERYWHERE.join(' ')}
  elif [[ -n "$next" ]]; then
    compadd -- \${=next}
  else
    _files
  fi
}
compdef _rekindle rekindle
`;
}

function fish(operations: readonly Operation[]): string {
  const quoted = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;
  const words = [...nextWords(operations)].map(
    ([before, next]) =>
      `complete -c rekindle -f -n ${quoted(`__rekindle_said '${before}'`)} -a ${quoted([...next].join(' '))}`,
  );
  const flags = operations.flatMap((one) =>
    flagsOf(one)
      .filter(({ name }) => flagNames(one).includes(name))
      .map(({ name, kind, says }) => {
        const value = kind === 'boolean' ? '' : ' -r';
        return `complete -c rekindle -n ${quoted(`__rekindle_in '${one.command}'`)} -l ${name.slice(2)}${value} -d ${quoted(says)}`;
      }),
  );
  const everywhere = EVERYWHERE.map(
    (name) => `complete -c rekindle -l ${name.slice(2)}${WITH_VALUE.includes(name) ? ' -r' : ''}`,
  );
  return `# Completion of rekindle for fish, made by: rekindle completion fish
function __rekindle_words
  set -l skip ''
  for word in (commandline -opc)[2..]
    if test -n "$skip"
      set skip ''
    else if contains -- $word ${WITH_VALUE.join(' ')}
      set skip yes
    else if not string match -q -- '-*' $word
      echo $word
    end
  end
end
function __rekindle_said
  test (string join ' ' (__rekindle_words)) = "$argv[1]"
end
function __rekindle_in
  string match -q -- "$argv[1] *" (string join ' ' (__rekindle_words) '')
end
${[...everywhere, ...words, ...flags].join('\n')}
`;
}
