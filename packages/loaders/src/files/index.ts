export { filesLoader } from './files-loader.ts';
