// One mail as it went over the wire (RFC 5322), as mail programs save it: .eml, or an mbox without a `From ` line.
import type { ContentForm } from '../form.js';
import { beginsAsMail } from '../head.js';

export const mail: ContentForm = {
  name: 'mail',
  recognises: beginsAsMail,
  read: async ({ name, bytes }) => [{ name, form: 'mail', fidelity: 'exact', bytes }],
};
