import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hookScript, isOurs } from '../../src/hook/script.js';

const command = { node: "/odd 'node", program: '/p', options: ['--between', "kvm*,'x'"] };

describe('the hook', () => {
  it('is a shell script that every POSIX shell reads', () => {
    execFileSync('sh', ['-n'], { input: hookScript(command) });
  });

  it('is known to be ours, and no other is', () => {
    expect(isOurs(hookScript(command))).toBe(true);
    expect(isOurs('#!/bin/sh\nexec lefthook run pre-push\n')).toBe(false);
    expect(isOurs('')).toBe(false);
  });
});
