// One message out of a copied page: header fields, then at once the body when empty lines are gone.
import type { MailParts } from '../written-mail.js';
import { bodyOf } from './cut.js';

const FIELD = /^(From|To|Cc|Subject|Date|Message-ID|In-Reply-To|References):\s*(.*)$/i;

/** What the page shows below the body. */
const END = /^(?:next\b|prev\b|reply\b).*\bother threads:\[|^Thread overview:\s*\d+\+? messages/;

/** A field that one message fills is no longer. */
const MAX_FIELD = 2000;

const idIn = (field: string | undefined): string | undefined => /<([^<>\s]+)>/.exec(field ?? '')?.[1];

export const copiedMessageIn = (text: string): MailParts | undefined => {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^From: /.test(line));
  if (start < 0) return undefined;
  const fields = new Map<string, string>();
  let at = start;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, name = '', value = ''] = FIELD.exec(line) ?? [];
    // A list of people goes on in the next line after a comma.
    if (name === '' && !/,\s*$/.test(lines[at - 1] ?? '')) break;
    if (name !== '' && !fields.has(name.toLowerCase()))
      fields.set(name.toLowerCase(), value.slice(0, MAX_FIELD));
  }
  const rest = lines.slice((lines[at] ?? '').trim() === '' ? at + 1 : at);
  const end = rest.findIndex((line) => END.test(line.trim()));
  const from = fields.get('from') ?? '';
  const parent = idIn(fields.get('in-reply-to'));
  const [, name = from, address] = /^([^<]*)<([^<>\s]+)>/.exec(from) ?? [];
  return {
    messageId: idIn(fields.get('message-id')),
    parent,
    references: parent === undefined ? [] : [parent],
    name: name.trim().replace(/^"(.*)"$/, '$1'),
    address,
    subject: fields.get('subject') ?? '',
    date: fields.get('date')?.replace(/\s*\[thread overview\]\s*$/, ''),
    body: bodyOf(end < 0 ? rest : rest.slice(0, end)),
  };
};
