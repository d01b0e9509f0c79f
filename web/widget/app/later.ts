// The parts of the app that come when they are first needed, apart from the marks in messages
// (talk/rich.ts). One that did not come is asked for again when somebody wants it again.
import type * as Files from './files/index.tsx';
import type * as Signs from './signs/index.tsx';
import type * as Talk from './talk/index.tsx';

function part<T>(load: () => Promise<T>) {
  let loading: Promise<void> | undefined;
  /** Where it was asked for in vain: browsers remember that, so the next try uses another address. */
  let again = '';
  const one = {
    /** null when it could not be had. */
    here: undefined as T | null | undefined,
    /** `told` is called when it is there, or when it is known that it is not. */
    want(told: () => void) {
      loading ??= (again ? import(again) : load()).then(
        (loaded) => {
          one.here = loaded;
        },
        (error) => {
          one.here = null;
          loading = undefined;
          again = error.message.replace(/.*?(https?:\S+)?$/, '$1?');
        },
      );
      loading.then(told);
    },
  };
  return one;
}

/** What shows a conversation: wanted with the first one shown or begun, else when the panel has stood a while. */
export const talk = part<typeof Talk>(() => import('./talk/index.tsx'));

/** All that the widget knows of files: wanted with the first one shown, chosen, pasted or held above. */
export const files = part<typeof Files>(() => import('./files/index.tsx'));

/** Emoji: wanted with a conversation that is shown, for its reactions, or to choose one. */
export const signs = part<typeof Signs>(() => import('./signs/index.tsx'));

/** Every language but English. */
export const languages = {
  ar: part(() => import('../locales/ar.ts')),
  de: part(() => import('../locales/de.ts')),
  es: part(() => import('../locales/es.ts')),
  fr: part(() => import('../locales/fr.ts')),
  ja: part(() => import('../locales/ja.ts')),
  pt: part(() => import('../locales/pt-BR.ts')),
};

/** The parts that were asked for in vain. */
export const missing = () =>
  [talk, files, signs, ...Object.values(languages)].filter((one) => one.here === null);

/** Files that were chosen, until that part takes them over. */
export const picked: File[] = [];
