// Many mails one after the other (RFC 4155 and its dialects); src/mail splits them.
import type { ContentForm } from '../form.js';
import { beginsAsMbox } from '../head.js';

export const mbox: ContentForm = {
  name: 'mbox',
  recognises: beginsAsMbox,
  read: async ({ name, bytes }) => [{ name, form: 'mbox', fidelity: 'exact', bytes }],
};
