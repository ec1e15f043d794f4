// A mail of Apple Mail (.emlx): a line with the number of its bytes, the mail, and a property list.
import { collect, once } from '../byte-stream.js';
import type { ContentForm } from '../form.js';
import { beginsAsMail } from '../head.js';
import { MAX_TEXT_BYTES } from './flattened.js';

const COUNT = /^\s*\d{1,10}\s*\n/;
const LIST = '<?xml';

const firstLine = (bytes: Uint8Array): string =>
  COUNT.exec(Buffer.from(bytes.subarray(0, 64)).toString('latin1'))?.[0] ?? '';

export const emlx: ContentForm = {
  name: 'mail of Apple Mail',
  recognises: (head) => {
    const line = firstLine(head);
    return line !== '' && beginsAsMail(head.subarray(line.length));
  },
  read: async ({ name, bytes }) => {
    const hint = 'Export the mail as text and give that file.';
    const whole = Buffer.from(await collect(name, bytes, MAX_TEXT_BYTES, hint));
    const line = firstLine(whole);
    const counted = line.length + Number(line);
    // The count is wrong in a file that was edited or whose line ends were changed.
    const list = whole.indexOf(LIST, counted) === counted ? counted : whole.lastIndexOf(`\n${LIST}`) + 1;
    const end = list > 0 ? list : whole.length;
    return [{ name, form: 'mail', fidelity: 'exact', bytes: once(whole.subarray(line.length, end)) }];
  },
};
