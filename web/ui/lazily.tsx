// Components whose code comes when it is first needed: a page says in its place that it could not
// be had, a menu or window says so in a toast and closes. Every further try really asks again, and
// when the server has moved on to a newer build a reload is offered.

import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import { ErrorPanel } from './ErrorBoundary.tsx';
import { say } from './say.ts';
import { toast } from './Toast.tsx';

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

/** Asks for the code ahead of need; that this fails is no news yet. */
type Ahead = { ahead: () => void };

/** A page; `waiting` stands in its place until it is there. */
export function lazily<Props extends object>(
  load: Load<Props>,
  waiting: ReactNode,
): ComponentType<Props> {
  const code = codeOf(load);
  return function Lazy(props: Props) {
    const [failure, setFailure] = useState<Failure | null>(null);
    const [Loaded, tryAgain] = useCode(code, setFailure);
    if (Loaded) return <Loaded {...props} />;
    if (!failure) return waiting;
    return (
      <ErrorPanel
        title={say.pageNotLoaded}
        isPage
        label={failure.needsReload ? say.reload : say.tryAgain}
        onRetry={() => {
          if (failure.needsReload) return location.reload();
          setFailure(null);
          tryAgain();
        }}
      >
        {failure.words}
      </ErrorPanel>
    );
  };
}

/** A menu or window, shown only while it is open; `what` begins the sentence when it cannot be. */
export function lazilyOpened<Props extends { onClose: () => void }>(
  load: Load<Props>,
  what: string,
): ComponentType<Props> & Ahead {
  const code = codeOf(load);
  function Lazy(props: Props) {
    const [Loaded] = useCode(code, ({ words, needsReload }) => {
      toast({
        text: say.partNotLoaded(what, words),
        about: `part:${what}`,
        ...(needsReload && { action: { label: say.reload, run: () => location.reload() } }),
      });
      props.onClose();
    });
    return Loaded ? <Loaded {...props} /> : null;
  }
  return Object.assign(Lazy, { ahead: () => void code.load().catch(() => {}) });
}

interface Failure {
  words: string;
  needsReload: boolean;
}

interface Code<Props> {
  /** Set once it is there. */
  loaded?: ComponentType<Props>;
  /** One attempt, shared by all who ask while it runs; rejects with a Failure. */
  load: () => Promise<void>;
}

function codeOf<Props>(load: Load<Props>): Code<Props> {
  let running: Promise<void> | null = null;
  let failed: unknown;
  let failures = 0;
  const code: Code<Props> = {
    load() {
      if (code.loaded) return Promise.resolve();
      running ??= (failures ? again(load, failed) : load())
        .then(
          (module) => {
            code.loaded = module.default;
          },
          async (error) => {
            failed = error;
            failures += 1;
            throw await reason(error, failures);
          },
        )
        .finally(() => {
          running = null;
        });
      return running;
    },
  };
  return code;
}

function useCode<Props>(
  code: Code<Props>,
  onFailure: (failure: Failure) => void,
): [ComponentType<Props> | undefined, tryAgain: () => void] {
  const [tries, setTries] = useState(0);
  const [, setLoaded] = useState(false);
  const latest = useRef(onFailure);
  latest.current = onFailure;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try asks once more.
  useEffect(() => {
    if (code.loaded) return;
    let isHere = true;
    code.load().then(
      () => isHere && setLoaded(true),
      (failure) => isHere && latest.current(failure),
    );
    return () => {
      isHere = false;
    };
  }, [code, tries]);
  return [code.loaded, () => setTries(tries + 1)];
}

/** Where the code was asked from, as browsers (all but Safari) and the build's own loader say it. */
const addressIn = (error: unknown): string | undefined =>
  /(?:imported module:|CSS for) (\S+)$/.exec((error as Error).message)?.[1];

/**
 * Browsers remember a failed module under its address (whatwg/html#6768), so the next try uses
 * another. The build's loader asks for a style sheet only once: that one is asked for here.
 */
async function again<Props>(load: Load<Props>, error: unknown): ReturnType<Load<Props>> {
  const address = addressIn(error);
  if (!address) return load();
  if (!/\.css\?*$/.test(address)) return import(/* @vite-ignore */ `${address}?`);
  await new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = `${address}?`;
    link.onload = resolve;
    link.onerror = () => reject(new Error(`Unable to preload CSS for ${link.href}`));
    document.head.append(link);
  });
  return load();
}

/** Why it cannot be had: no line, a newer build in its place, or a memory that only a reload clears. */
async function reason(error: unknown, failures: number): Promise<Failure> {
  const address = addressIn(error);
  // Requests that fail the browser reports by itself; code that fails when it runs, nobody else does.
  if (!address) console.error('Code could not be loaded', error);
  const answer = await fetch(address ?? location.href, { method: 'HEAD', cache: 'no-store' }).catch(
    () => null,
  );
  if (!answer || answer.status >= 500) return { words: say.checkConnection, needsReload: false };
  // A server that answers every address with its page has no such file either.
  const type = answer.headers.get('content-type') ?? '';
  if (address && (answer.status === 404 || type.startsWith('text/html')))
    return { words: say.newVersion, needsReload: true };
  return failures > 1
    ? { words: say.reloadToGoOn, needsReload: true }
    : { words: say.justAgain, needsReload: false };
}
