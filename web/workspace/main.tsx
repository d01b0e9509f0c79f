// Entry: settles the language, then mounts the workspace. Everything else is reached from shell/App, which is
// asked for after that, so that whatever it says at its first line it says in that language.
import './global.css';
import { begin } from './words/language.ts';

await begin();
const { start } = await import('./start.tsx');
start();
