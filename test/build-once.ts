// Builds the program once before the tests that start it, so that they never see an old one.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Several projects of one run share the build; their setups run in one process. */
const BUILT = 'KVM_VFIO_SERIES_TEST_BUILT';

export default (): void => {
  if (process.env[BUILT] !== undefined) return;
  process.env[BUILT] = 'yes';
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
};
