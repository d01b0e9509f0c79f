// The one file a host page loads: draws the launcher and waits. The app comes on intent (hover and
// focus fetch it, click, tap and page calls start it), or when the page is idle for a visitor with
// an open conversation. Knows nothing of chat.
import { launcher as words } from './locales/en.ts';
import { type Call, type Look, type Mount, type Page, storageKey } from './page.ts';

/** File name of the built app; put in by the build. */
declare const __APP__: string;

type Antiphon = { (...call: Call): void; q?: Call[]; on?: true };

// Host rules may beat :host, but not its !important; and what the host lets inherit ends at .r.
const css = `:host{all:initial!important;display:block!important;position:fixed!important;z-index:2147483000!important}
@media print{:host{display:none!important}}
.r{all:initial;color-scheme:light dark;font:400 15px/1.45 -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;--a:light-dark(oklch(47% .085 190),oklch(76% .09 190));--on-a:light-dark(#fff,#0e1f20)}
.r[data-theme=light]{color-scheme:light}.r[data-theme=dark]{color-scheme:dark}
.l{all:unset;box-sizing:border-box;position:fixed;bottom:max(20px,env(safe-area-inset-bottom));inset-inline-end:20px;min-width:56px;height:56px;padding:16px;border-radius:28px;display:flex;gap:8px;align-items:center;cursor:pointer;background:var(--a);color:var(--on-a);font-weight:600;box-shadow:0 2px 6px #0002,0 8px 24px #0003;transition:transform .12s ease-out}
.r[data-side=left] .l{right:auto;left:20px}.r[data-side=right] .l{left:auto;right:20px}
.l:hover{transform:translateY(-1px)}.l:focus-visible{outline:2px solid var(--on-a);outline-offset:-6px}
.l svg{width:24px;height:24px;fill:none;stroke:currentcolor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.l span:empty{display:none}.b{position:absolute;top:-4px;inset-inline-end:-4px;min-width:12px;padding:2px 5px;border-radius:99px;background:#b3261e;color:#fff;font-size:12px;line-height:16px;text-align:center}
.e{position:fixed;bottom:88px;inset-inline-end:20px;max-width:260px;padding:12px 16px;border-radius:10px;background:light-dark(#fff,#262c2d);color:light-dark(#1d2427,#eef1f1);box-shadow:0 4px 20px #0003}.e:empty{display:none}
@media(prefers-reduced-motion){.l{transition:none}}`;

(() => {
  const script = document.currentScript as HTMLScriptElement | null;
  const window_ = window as unknown as { Antiphon?: Antiphon };
  const key = script?.dataset.key;
  if (!script || !key || window_.Antiphon?.on) return;
  const home = new URL('.', script.src);
  const make = <T extends Element>(name: string, classes = '', parent?: Node, svg?: boolean): T => {
    const space = `http://www.w3.org/${svg ? '2000/svg' : '1999/xhtml'}`;
    const element = document.createElementNS(space, name) as unknown as T;
    if (classes) element.setAttribute('class', classes);
    parent?.appendChild(element);
    return element;
  };

  const host = make<HTMLElement>('antiphon-chat');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  const root = make<HTMLElement>('div', 'r', shadow);
  const launcher = make<HTMLButtonElement>('button', 'l', root);
  const icon = make<SVGElement>('svg', '', launcher, true);
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  make('path', '', icon, true).setAttribute(
    'd',
    'M21 11.5a8.4 8.4 0 0 1-12.3 7.4L3.5 20.5l1.6-5.2A8.4 8.4 0 1 1 21 11.5Z',
  );
  const text = make<HTMLElement>('span', '', launcher);
  const badge = make<HTMLElement>('span', 'b', launcher);
  const error = make<HTMLElement>('div', 'e', root);
  error.setAttribute('role', 'alert');
  launcher.setAttribute('aria-expanded', 'false');
  launcher.ariaLabel = words.open;

  const page: Page = {
    origin: home.origin,
    key,
    shadow,
    root,
    launcher,
    badge,
    dress({ side, color, label, theme }: Partial<Look>) {
      if (side) root.dataset.side = side;
      if (theme) root.dataset.theme = theme;
      if (label) launcher.ariaLabel = text.textContent = label;
      if (color && CSS.supports('color', color)) {
        // One painted pixel turns any CSS colour into numbers; black or white, whichever reads.
        const paint = make<HTMLCanvasElement>('canvas').getContext('2d')!;
        paint.fillStyle = color;
        paint.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((c) => (c / 255) ** 2.2) as [
          number,
          number,
          number,
        ];
        root.dataset.own = '';
        root.style.setProperty('--a', color);
        root.style.setProperty(
          '--on-a',
          0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff',
        );
      }
    },
  };

  let call: ((...call: Call) => void) | undefined;
  let loading = false;
  let again = '';
  let queue: Call[] = window_.Antiphon?.q ?? [];
  const quiet = ([verb]: Call) => verb === 'on' || verb === 'close';

  const load = () => {
    error.textContent = '';
    if (loading) return;
    loading = true;
    import(/* @vite-ignore */ `${home}${__APP__}${again}`).then(
      ({ mount }: { mount: Mount }) => {
        call = mount(page);
        for (const one of queue) call(...one);
      },
      () => {
        // A failed import may be remembered for its address: the next try uses another.
        again = `?${Date.now()}`;
        loading = false;
        queue = queue.filter(([verb]) => verb !== 'toggle');
        error.textContent = words.failed;
      },
    );
  };
  const antiphon: Antiphon = (...one) => {
    if (call) return call(...one);
    queue.push(one);
    if (!quiet(one)) load();
  };
  antiphon.on = true;
  window_.Antiphon = antiphon;

  let fetched = false;
  const prefetch = () => {
    if (fetched) return;
    fetched = true;
    const link = make<HTMLLinkElement>('link');
    link.rel = 'modulepreload';
    link.href = `${home}${__APP__}`;
    document.head.append(link);
  };
  launcher.addEventListener('pointerenter', prefetch);
  launcher.addEventListener('focus', prefetch);
  launcher.addEventListener('click', () => antiphon('toggle'));

  page.dress(script.dataset as unknown as Look);
  // Beside the body, where no transform or hidden overflow of the host's catches it.
  document.documentElement.append(host);
  root.dir = getComputedStyle(document.documentElement).direction;

  let talking = false;
  try {
    talking = /"talk":"/.test(localStorage.getItem(storageKey(key)) ?? '');
  } catch {
    // No storage, no memory of earlier visits.
  }
  if (queue.some((one) => !quiet(one))) load();
  else if (talking) (window.requestIdleCallback ?? setTimeout)(load);
})();
