// Results of checks for the tests of reports: an ordinary one, and one whose every text is hostile.
import type { ModuleName } from '../../src/base/id.js';
import { compareStates } from '../../src/check/state.js';
import { type Facts, judge } from '../../src/result/judge.js';
import { type CheckResult, type Edge, SCHEMA_VERSION } from '../../src/result/verdict.js';

const edge = (
  consumer: string,
  provider: string,
  symbol: string,
  line: number,
  more: Partial<Edge> = {},
): Edge => ({
  consumer: consumer as ModuleName,
  provider: provider as ModuleName,
  symbol,
  kind: 'dynamic',
  condition: null,
  architectures: ['s390', 'x86'],
  reference: { path: consumer === 'vfio' ? 'drivers/vfio/vfio_main.c' : 'virt/kvm/vfio.c', line },
  export: {
    path: consumer === 'vfio' ? 'virt/kvm/kvm_main.c' : 'drivers/vfio/vfio_main.c',
    line: line + 100,
    type: 'EXPORT_SYMBOL_GPL',
    namespace: null,
  },
  ...more,
});

const put = edge('vfio', 'kvm', 'kvm_guest_put', 35);
const get = edge('vfio', 'kvm', 'kvm_guest_get_live', 39);
const bind = edge('kvm', 'vfio', 'vfio_file_bind_kvm', 18, {
  architectures: ['arm64', 's390', 'x86'],
  builtIn: { consumer: ['arm64'], provider: [] },
});
const windowGroup = edge('kvm', 'vfio', 'vfio_file_window_group', 49, { condition: 'VFIO_WINDOW_IOMMU' });
const linked = edge('kvm', 'vfio', 'vfio_register_device', 77, {
  kind: 'link',
  export: { path: 'drivers/vfio/vfio_main.c', line: 9, type: 'EXPORT_SYMBOL_NS_GPL', namespace: 'VFIO' },
});
const header = edge('vfio', 'kvm', 'linux/kvm_host.h', 7, { kind: 'include', export: null });

const states = compareStates([
  { label: 'base', failures: [], edges: [put, get, bind, windowGroup, header] },
  {
    label: '1/3',
    subject: 'vfio: let go of a guest through the guest',
    failures: [],
    edges: [get, bind, windowGroup, header],
  },
  {
    label: '2/3',
    subject: 'vfio: take hold of a guest through the guest',
    failures: [],
    edges: [bind, windowGroup],
  },
  {
    label: '3/3',
    subject: 'KVM: register with vfio when the module is loaded',
    failures: [],
    edges: [{ ...bind, reference: { ...bind.reference, line: 21 } }, windowGroup, linked],
  },
]);

/** A result with its verdict. */
export const judged = (facts: Facts): CheckResult => ({ ...facts, verdict: judge(facts) });

/** Three patches: two remove edges, the third adds one and was refused in the thread. */
export const sample: CheckResult = judged({
  failOn: 'remaining',
  schemaVersion: SCHEMA_VERSION,
  between: ['kvm', 'vfio'],
  oneWay: false,
  series: {
    revision: 2,
    patches: 3,
    subject: 'KVM, vfio: hold a guest without looking up symbols',
    reply: {
      to: [{ name: 'Nora Winter', address: 'nora@example.org' }],
      cc: [
        { name: 'kvm@lists.example.org', address: 'kvm@lists.example.org' },
        { name: 'Jörg "J" Maß', address: 'joerg@example.org' },
      ],
      subject: '[PATCH v2 0/3] KVM, vfio: hold a guest without looking up symbols',
      date: '2026-03-02T09:00:00.000Z',
      messageId: 'cover@example.org',
      references: ['older@example.org', 'cover@example.org'],
    },
    mails: [
      {
        number: 0,
        subject: 'KVM, vfio: hold a guest without looking up symbols',
        author: 'Nora Winter <nora@example.org>',
        messageId: 'cover@example.org',
        tags: [],
      },
      ...states.slice(1).map((state, index) => ({
        number: index + 1,
        subject: state.subject ?? '',
        author: 'Nora Winter <nora@example.org>',
        messageId: `patch-${index + 1}@example.org`,
        tags:
          index === 0
            ? [
                {
                  name: 'Reviewed-by',
                  value: 'Idris Vale <idris@example.org>',
                  messageId: 'reply@example.org',
                },
              ]
            : [],
      })),
    ],
  },
  states,
  findings: [
    {
      kind: 'objection',
      severity: 'warning',
      message: 'Nacked-by: Viola Strand <viola@example.org>',
      state: '3/3',
      messageId: 'nak@example.org',
    },
  ],
  excerpts: [
    {
      state: '3/3',
      path: 'virt/kvm/vfio.c',
      line: 21,
      first: 19,
      lines: ['{', '', '\tbind = symbol_get(vfio_file_bind_kvm);', '\tif (!bind)', '\t\treturn;'],
    },
  ],
  quotes: [
    {
      state: '3/3',
      path: 'virt/kvm/vfio.c',
      line: 77,
      lines: [
        '@@ -70,6 +70,8 @@ int kvm_vfio_init(void)',
        ' \tint ret;',
        '+\tret = vfio_register_device(&ops);',
      ],
    },
  ],
  base: '0123456789012345678901234567890123456789',
});

/** A patch that does not apply, with the lines that were expected and found. */
export const refused: CheckResult = (() => {
  const some = compareStates([
    { label: 'base', failures: [], edges: [put] },
    {
      label: '1/1',
      subject: 'vfio: change what is not there',
      failures: [
        {
          path: 'drivers/vfio/vfio_main.c',
          hunk: '@@ -10,3 +10,3 @@ int old_place(void)',
          message: 'the lines are not there',
          expected: ['\tint old;'],
          found: ['\tint new;'],
        },
      ],
      edges: [put],
    },
  ]);
  const findings = [
    { kind: 'patch-unapplied', severity: 'error', message: '1/1 does not apply', state: '1/1' },
  ] as const;
  return judged({
    ...sample,
    series: { revision: 1, patches: 1, reply: sample.series!.reply! },
    states: some,
    findings,
  });
})();

/** What an attacker would write into a subject, a name, a path or a line of code. */
export const HOSTILE = [
  '\u001b[2J\u001b[31mred\u001b]0;title\u0007',
  '\u009b31m\u0090',
  '\u001b]8;;http://evil.example/\u001b\\click\u001b]8;;\u001b\\',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'); alert(1); ('",
  '\u202egnp.exe\u2066\u2069\u200b\ufeff',
  '&lt;&amp;&#x3c;',
  '```\n# heading\n| a | b |\n[link](javascript:alert(1)) ![x](http://evil.example/x.png)',
  ']]><x/>',
  '%%{init: {}}%% "]; click A "javascript:alert(1)"',
  '::error::injected%0A\n::set-output name=x::y',
  '\ud800 lone',
  'x'.repeat(10_000),
  'a\tb\r\nc\u0000d\u2028e',
].join(' ');

/** The sample with a text in the place of every text that mail or a tree gives. */
export const withText = (text: string): CheckResult => {
  const name = text as ModuleName;
  const bad = (one: Edge): Edge => ({
    consumer: name,
    provider: name,
    symbol: text,
    kind: one.kind,
    condition: text,
    architectures: [text],
    builtIn: { consumer: [text], provider: [text] },
    reference: { path: text, line: 1 },
    export: { path: text, line: 1, type: text, namespace: text },
  });
  return {
    ...sample,
    between: [text, text],
    series: {
      revision: 1,
      patches: 1,
      subject: text,
      reply: {
        to: [{ name: text, address: 'a@example.org' }],
        cc: [{ name: text, address: 'b@example.org' }],
        subject: text,
        date: text,
        messageId: text,
        references: [text],
      },
      mails: [
        {
          number: 1,
          subject: text,
          author: text,
          messageId: text,
          tags: [{ name: text, value: text, messageId: text }],
        },
      ],
    },
    states: sample.states.map((state) => ({
      label: text,
      subject: text,
      applied: false,
      failures: [{ path: text, hunk: text, message: text, expected: [text], found: [text] }],
      edges: state.edges.map(bad),
      added: state.added.map(bad),
      removed: state.removed.map(bad),
    })),
    findings: [
      {
        kind: 'objection',
        severity: 'warning',
        message: text,
        state: text,
        path: text,
        line: 1,
        messageId: text,
      },
    ],
    excerpts: [{ state: text, path: text, line: 1, first: 1, lines: [text] }],
    quotes: [{ state: text, path: text, line: 1, lines: [text] }],
    base: text,
    verdict: { failed: true, reason: text },
  };
};
