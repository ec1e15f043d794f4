import { expect, test } from 'vitest';
import { parseAuthor } from '../../src/mail/author.js';

test.each([
  ['Rob Example (Arm) <rob@example.org>', 'Rob Example (Arm)', 'rob@example.org'],
  ['Smith, John <js@example.org>', 'Smith, John', 'js@example.org'],
  ['"Smith, John (X)" <js@example.org>', 'Smith, John (X)', 'js@example.org'],
  ['js@example.org (John Smith)', 'John Smith', 'js@example.org'],
  ['js@example.org', 'js@example.org', 'js@example.org'],
  ['=?utf-8?q?Smith=2C_J=C3=B6rg?= <js@example.org>', 'Smith, J\u00f6rg', 'js@example.org'],
  ['"A \\"B\\" C" <a@example.org>', 'A "B" C', 'a@example.org'],
  [`${'long '.repeat(15)}<a@example.org>`, 'a@example.org', 'a@example.org'],
  ['John <johnsmith>', 'John', 'johnsmith'],
  ['nobody', '', ''],
])('%s', (field, name, address) => {
  expect(parseAuthor(field)).toEqual({ name, address });
});
