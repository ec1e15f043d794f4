import { describe, expect, it } from 'vitest';
import { pathObjection, quotePath, refuseUnsafePaths } from '../../src/patch/path-rule.js';

describe('pathObjection', () => {
  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    'a/../../b',
    'a/./b',
    'a//b',
    '',
    '.git/config',
    '.GIT/hooks/pre-push',
    'drivers/.Git/x',
    'git~1/config',
    'GIT~12/config',
    '.git./config',
    '.git /config',
    '.git . ./config',
    '.git::$INDEX_ALLOCATION/config',
    'a\\..\\..\\b',
    '.git\\config',
    '.g\u200cit/config',
    '\ufeff.git/config',
    'C:/windows',
  ])('refuses %j', (path) => {
    expect(pathObjection(path)).toBeDefined();
  });

  it.each([
    'virt/kvm/vfio.c',
    '.gitignore',
    'tools/.gitattributes',
    'Documentation/git.rst',
    'a/..b/c',
    '.mailmap',
    'a b/c',
    'git~/x',
    'über/name',
  ])('allows %j', (path) => {
    expect(pathObjection(path)).toBeUndefined();
  });
});

it('names the path, with control characters escaped', () => {
  expect(() => refuseUnsafePaths(['ok', '../\u001b[31mred'])).toThrow(
    'the patch names "../\\u001b[31mred", which leaves the tree',
  );
  expect(quotePath('a\u202eb')).toBe('"a\\u202eb"');
  expect(quotePath('a/b c')).toBe('a/b c');
});
