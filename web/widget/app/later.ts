// What comes when it is first needed, apart from the marks in messages (rich.ts): all that the widget
// knows of files. A part that did not come is asked for again when somebody wants it again.
import type * as Files from './files/index.tsx';

/** null when it could not be had. */
export let files: typeof Files | null | undefined;

/** Files that were chosen, until that part takes them over. */
export const picked: File[] = [];

let loading: Promise<unknown> | undefined;
/** Where it was asked for in vain: browsers remember that, so the next try uses another address. */
let again = '';

/** `changed` is called when it is there, or when it is known that it is not. */
export function wantFiles(changed: () => void): void {
  loading ??= (again ? import(again) : import('./files/index.tsx')).then(
    (loaded) => {
      files = loaded;
    },
    (error) => {
      files = null;
      loading = undefined;
      again = error.message.replace(/.*?(https?:\S+)?$/, '$1?');
    },
  );
  loading.then(changed);
}
