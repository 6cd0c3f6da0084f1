export { processLives, processStarted } from './process/process-started.ts';
