// TREE on the command line. Without it, TREE is the repository of the current folder. The content of an argument shows
// whether it is a tree or a series, so `check SERIES`, `check TREE` and `check TREE SERIES` all work.

import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command as Commander } from 'commander';
import { UserError } from '../base/error.js';
import { isFolder } from '../base/folder.js';

/** For `--help`. */
export const TREE_HELP = 'a Linux kernel git repository; it is only read (default: the current folder)';

/** The option that names the tree. */
export interface TreeFlags {
  readonly tree?: string;
}

/** Declares the option that names the tree, for calls where an argument could be read either way. */
export const declareTree = (command: Commander): Commander =>
  command.option('--tree <folder>', 'the kernel repository; then no argument names it');

/** A work tree, or a bare repository (gitrepository-layout(5)). */
const isRepository = (path: string): boolean =>
  isFolder(path) &&
  (existsSync(join(path, '.git')) || (existsSync(join(path, 'HEAD')) && isFolder(join(path, 'objects'))));

const MAIL_FOLDERS = ['cur', 'new', 'git'];
const MAIL_FILE = /\.(?:patch|diff|eml|mbox|mbx|emlx)$/i;

/** A Maildir, a clone of an inbox, or a folder of patches. */
const holdsMail = (path: string): boolean => {
  try {
    return readdirSync(path).some((name) => MAIL_FOLDERS.includes(name) || MAIL_FILE.test(name));
  } catch {
    // A folder that cannot be listed: the reader of the tree reports it.
    return false;
  }
};

/** Whether a word is meant as the tree: a repository, or a folder that holds no mail either. */
const namesTree = (word: string, folder: string): boolean => {
  const path = resolve(folder, word);
  if (word === '-' || !isFolder(path)) return false;
  return isRepository(path) || !holdsMail(path);
};

/** The tree as the user named it, and the other words. */
export interface GivenWords {
  readonly tree: string;
  readonly rest: readonly string[];
}

/** Divides the words of a command line: the first is the tree when it names one, else the current folder is. */
export const divideWords = (
  words: readonly (string | undefined)[],
  { tree }: TreeFlags,
  folder: string,
): GivenWords => {
  const given = words.filter((word) => word !== undefined);
  if (tree !== undefined) return { tree, rest: given };
  const [first, ...rest] = given;
  return first !== undefined && namesTree(first, folder) ? { tree: first, rest } : { tree: '.', rest: given };
};

/** @throws UserError `usage` when there are more words than a command takes. */
export const atMostOne = (rest: readonly string[], what: string): string | undefined => {
  if (rest.length > 1) {
    throw new UserError('usage', `${rest[0]}: no such git repository, and only one ${what} can be given`, {
      hint: 'name the repository with --tree',
    });
  }
  return rest[0];
};
