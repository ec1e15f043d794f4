import { startThread } from '../dist/start/thread.js';

await startThread();
