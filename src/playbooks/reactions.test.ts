/** Reactions and signals as a playbook writes them: what they become, and what is said of mistakes, with line and remedy. */
import { describe, expect, it } from 'vitest';
import { templateInspector } from '../render/inspect.ts';
import { checkPlaybook } from './check.ts';

const MAIN = `name: small
title: Small
score:
  parts:
    place: { rule: location, target: [DE] }
route:
  hot: welcome
signals:
  keen: { points: { clicked: 10, "replied:interested": 60 }, halfLife: 7d, rise: 60, fall: 30 }
sequences:
  welcome:
    title: Welcome
    exits: [replied, opted-out, converted]
    reactions:
      - { on: replied, outcome: interested, then: hand-off, to: sales, for: 3d }
      - { on: call-completed, outcome: [no-answer, busy], then: go-to, step: again }
      - { on: human-touch, then: hold }
      - { on: "signal:keen", then: exit }
    steps:
      - kind: email
        day: 0
        template: hello
        reactions:
          - { on: clicked, then: go-to, step: offer }
      - { kind: task, id: call, day: 1, title: Call them, reactions: [{ on: booked, then: carry-on }] }
      - { kind: goal, id: won, day: 1, when: lead.country == "DE" }
      - { kind: branch, id: fork, day: 2, when: lead.country == "DE", then: won, otherwise: won }
      - { kind: email, id: offer, day: 3, template: hello }
      - { kind: email, id: again, day: 4, template: hello }
`;
const WELL = MAIN.replace(/ {6}- \{ kind: branch.*\n/, '');
const HELLO = '---\nsubject: Hi\n---\nHello\n';

function check(main: string) {
  return checkPlaybook({ 'playbook.yaml': main, 'templates/hello.liquid': HELLO }, { inspector: templateInspector });
}

function lineOf(text: string, piece: string): number {
  return text.slice(0, text.indexOf(piece)).split('\n').length;
}

describe('reactions', () => {
  it('become rules in order: of steps, of the sequence, absence, exits, standard ones', () => {
    const { playbook, findings } = check(WELL);
    expect(findings).toEqual([]);
    const rules = playbook?.sequences.welcome?.reactions ?? [];
    expect(rules.slice(0, 6)).toEqual([
      { on: 'clicked', outcomes: [], at: 'email-0', action: { kind: 'go-to', step: 'offer' } },
      { on: 'booked', outcomes: [], at: 'call', action: { kind: 'carry-on' } },
      { on: 'replied', outcomes: ['interested'], at: null, action: { kind: 'hand-off', to: 'sales', days: 3 } },
      { on: 'call-completed', outcomes: ['no-answer', 'busy'], at: null, action: { kind: 'go-to', step: 'again' } },
      { on: 'human-touch', outcomes: [], at: null, action: { kind: 'hold', days: null } },
      { on: 'signal:keen', outcomes: [], at: null, action: { kind: 'exit' } },
    ]);
    expect(rules.slice(6).map(({ on, action }) => `${on} ${action.kind}`)).toEqual([
      'replied hold',
      'replied stop',
      'converted stop',
      'human-touch hold',
      'tool-touch hold',
      'call-completed hold',
    ]);
  });

  it('a step to which only a reaction goes can be reached', () => {
    const lone = WELL.replace('step: offer', 'step: again').replace(/ {6}- \{ kind: email, id: offer.*\n/, '');
    expect(check(lone).findings).toEqual([]);
    expect(check(MAIN).findings).toMatchObject([{ code: 'loop-without-wait' }]);
  });

  it('exits are the short form of stop: the hash is the same', () => {
    const long = WELL.replace('exits: [replied, opted-out, converted]', 'exits: [replied, opted-out]').replace(
      '      - { on: "signal:keen", then: exit }\n',
      '      - { on: "signal:keen", then: exit }\n      - { on: converted, then: stop }\n',
    );
    const short = WELL.replace('exits: [replied, opted-out, converted]', 'exits: [converted, opted-out]');
    const kinds = (main: string) =>
      check(main).playbook?.sequences.welcome?.reactions.filter(({ on }) => on === 'converted');
    expect(kinds(long)).toEqual(kinds(short));
  });

  it.each<[from: string, to: string, code: string, at: string, remedy: RegExp]>([
    ['on: human-touch', 'on: human-tuch', 'wrong-value', 'human-tuch', /Did you mean "human-touch"/],
    ['on: human-touch', 'on: opted-out', 'wrong-value', '{ on: opted-out', /Take this reaction out/],
    ['on: human-touch', 'on: bounced', 'wrong-value', '{ on: bounced', /Take this reaction out/],
    ['on: human-touch', 'on: opened', 'wrong-value', '{ on: opened', /clicked, or to a signal/],
    ['then: exit', 'then: leave', 'unknown-word', 'leave', /Known: stop/],
    ['"signal:keen"', '"signal:kean"', 'unknown-signal', '"signal:kean"', /Did you mean "keen"/],
    ['outcome: interested', 'outcome: intrested', 'unknown-outcome', 'intrested', /Did you mean "interested"/],
    [
      'on: human-touch, ',
      'on: human-touch, outcome: busy, ',
      'unknown-outcome',
      'busy, then: hold',
      /Take `outcome` out/,
    ],
    ['step: again', 'step: agian', 'unknown-step', 'agian', /Did you mean "again"/],
    ['step: offer', 'step: ofer', 'unknown-step', 'ofer', /Did you mean "offer"/],
    ['for: 3d', 'for: 3', 'wrong-type', '3 }', /text|string/],
    [
      '- { on: human-touch, then: hold }',
      '- { on: replied, then: hold }\n      - { on: replied, outcome: question, then: stop }',
      'unreachable-reaction',
      '{ on: replied, outcome: question',
      /with an outcome first/,
    ],
    ['fall: 30', 'fall: 60', 'wrong-value', '60 }\n', /less than `rise`/],
    ['rise: 60', 'rise: 0.5', 'wrong-type', '0.5', /whole number/],
    ['clicked: 10', 'cliked: 10', 'unknown-key', 'cliked', /Did you mean "clicked"/],
    ['clicked: 10', 'clicked: -10', 'out-of-range', '-10', /more than/],
    ['halfLife: 7d', 'halfLife: 0d', 'wrong-value', '0d', /at least 1d/],
  ])('%s → %s', (from, to, code, at, remedy) => {
    const text = WELL.replace(from, to);
    expect(check(text).findings).toMatchObject([
      { file: 'playbook.yaml', code, line: lineOf(text, at), remedy: expect.stringMatching(remedy) },
    ]);
  });

  it('signals that cannot be read make no reaction wrong as well', () => {
    expect(check(WELL.replace('fall: 30', 'fal: 30')).findings.map(({ code }) => code)).toEqual(['unknown-key']);
  });

  it('a playbook without signals has the standard ones, one with an empty list has none', () => {
    const without = WELL.replace(/signals:\n.*\n/, '').replace('"signal:keen"', '"signal:hot"');
    expect(check(without).playbook?.signals.map(({ name }) => name)).toEqual(['engaged', 'hot']);
    const none = WELL.replace(/signals:\n.*\n/, 'signals: {}\n').replace(/.*signal:keen.*\n/, '');
    expect(check(none).playbook?.signals).toEqual([]);
  });
});
