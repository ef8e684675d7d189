/** The page docs/reasons.md, made from the one table of reason codes. */
import { REASONS } from '../../src/domain/reason.ts';

const HEAD = `# Reasons

<!-- Made by npm run reasons from src/domain/reason.ts; a test holds it current. -->

Every verdict, hold, refusal and skip is stored with one of these codes, and with the facts that made it true. \`rekindle explain\` and
\`rekindle lead show\` say them in words.

| Code | It says | What you can do |
|---|---|---|
`;

/** The whole page, codes in the order of the alphabet. */
export function reasonsPage(): string {
  const codes = Object.keys(REASONS).toSorted();
  return HEAD + codes.map((code) => row(code)).join('');
}

function row(code: string): string {
  const { says, remedy } = REASONS[code] ?? { says: '', remedy: '' };
  return `| \`${code}\` | ${cell(says)} | ${cell(remedy)} |\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
