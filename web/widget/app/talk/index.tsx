// The conversation as the visitor sees it. Loaded when there is one or one is being written.
export { Log } from './log.tsx';
