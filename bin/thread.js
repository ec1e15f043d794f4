import { startThread } from '../dist/thread.js';

await startThread();
