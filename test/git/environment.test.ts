import { describe, expect, it } from 'vitest';
import { safeEnvironment, scratchEnvironment } from '../../src/git/environment.js';

describe('safeEnvironment', () => {
  it('drops what leads git elsewhere or starts programs, and keeps who and where the user is', () => {
    const environment = safeEnvironment({
      PATH: '/bin',
      GIT_ALLOW_PROTOCOL: '',
      HOME: '/home/ada',
      GIT_DIR: '/elsewhere',
      GIT_INDEX_FILE: '/elsewhere/index',
      GIT_EXTERNAL_DIFF: 'evil',
      GIT_SSH_COMMAND: 'evil',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_CONFIG_COUNT: '1',
      PAGER: 'less',
      LC_ALL: 'de_DE.UTF-8',
      GONE: undefined,
    });
    expect(environment).toEqual({
      PATH: '/bin',
      HOME: '/home/ada',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_CONFIG_COUNT: '1',
      LC_ALL: 'C',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_NO_LAZY_FETCH: '1',
      GIT_ALLOW_PROTOCOL: expect.stringMatching(/^none-[0-9a-f]{32}$/),
    });
  });
});

describe('scratchEnvironment', () => {
  it('sees no configuration of the user, and quotes folders that could be read as two', () => {
    const environment = scratchEnvironment(
      { GIT_CONFIG_PARAMETERS: "'a=b'", GIT_CONFIG_GLOBAL: '/x' },
      { gitFolder: '/t/git', objectFolder: '/t/git/objects', alternates: ['/a b', '/c:d"e'] },
    );
    expect(environment).toMatchObject({
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_DIR: '/t/git',
      GIT_OBJECT_DIRECTORY: '/t/git/objects',
      GIT_ALTERNATE_OBJECT_DIRECTORIES: '/a b:"/c:d\\"e"',
    });
    expect(environment['GIT_CONFIG_PARAMETERS']).toBeUndefined();
  });
});
