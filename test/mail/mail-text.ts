// Writes mails for tests: short headers, one body, and inputs in any dialect and piece size.
import type { MailInput } from '../../src/base/mail-input.js';

export interface MailText {
  readonly id: string;
  readonly subject: string;
  readonly from?: string;
  readonly date?: string;
  readonly answers?: string;
  readonly references?: string;
  readonly header?: readonly string[];
  readonly body: string;
}

export const writeMail = (mail: MailText): string =>
  [
    `From: ${mail.from ?? 'Ann Author <ann@example.org>'}`,
    `Subject: ${mail.subject}`,
    `Date: ${mail.date ?? 'Tue, 07 Apr 2026 20:01:04 +0200'}`,
    `Message-ID: <${mail.id}>`,
    ...(mail.answers === undefined ? [] : [`In-Reply-To: <${mail.answers}>`]),
    ...(mail.references === undefined ? [] : [`References: ${mail.references}`]),
    ...(mail.header ?? []),
    '',
    mail.body,
  ].join('\n');

const quote = (text: string): string => text.replace(/^(>*From )/gm, '>$1');

export const writeMbox = (mails: readonly MailText[]): string =>
  mails.map((mail) => `From mboxrd@z Thu Jan  1 00:00:00 1970\n${quote(writeMail(mail))}\n`).join('');

/** An input that yields its bytes in pieces of `size`. */
export const inputOf = (
  text: string | Uint8Array,
  size = 1 << 16,
  form: MailInput['form'] = 'mbox',
): MailInput => ({
  name: 'test.mbox',
  form,
  fidelity: 'exact',
  bytes: (async function* () {
    const bytes = Buffer.from(text as string);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })(),
});

/** A diff that adds one line to `path`. */
export const diffOf = (path = 'virt/kvm/vfio.c', line = 'int added;'): string =>
  [
    `diff --git a/${path} b/${path}`,
    'index 53262b8a7656..0c1f2b3a4d5e 100644',
    `--- a/${path}`,
    `+++ b/${path}`,
    '@@ -1,2 +1,3 @@ int before;',
    ' int one;',
    `+${line}`,
    ' int two;',
    '',
  ].join('\n');

/** The body of a patch mail. */
export const patchBody = (message: string, diff = diffOf()): string =>
  `${message}\n---\n file | 1 +\n 1 file changed, 1 insertion(+)\n\n${diff}-- \n2.39.2\n`;
