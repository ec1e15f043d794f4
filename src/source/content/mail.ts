// One mail as it went over the wire (RFC 5322), as mail programs save it (.eml), or several that a mail program piped one
// behind the other without `From ` lines.
import type { ContentForm } from '../form.js';
import { beginsAsMail } from '../head.js';

export const mail: ContentForm = {
  name: 'mail',
  recognises: beginsAsMail,
  read: async ({ name, bytes }) => [{ name, form: 'mails', fidelity: 'exact', bytes }],
};
