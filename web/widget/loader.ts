// The one file a host page loads: draws the launcher and waits. The app comes on intent (hover and
// focus fetch it, click, tap and page calls start it), or when the page is idle for a visitor with
// an open conversation. Knows nothing of chat. Built once for each language: see build.mjs.
import { launcher as words } from 'virtual:launcher';
import { type Call, type Look, type Mount, type Page, storageKey } from './page.ts';

/** File name of the built app; put in by the build. */
declare const __APP__: string;

type Antiphon = { (...call: Call): void; q?: Call[]; on?: true };

// Host rules may beat :host, but not its !important; and what the host lets inherit ends at .r.
const css = `:host{all:initial!important;display:block!important;position:fixed!important;z-index:2147483000!important}
.r{all:initial;color-scheme:light dark;font:15px/1.45 system-ui,sans-serif;--a:light-dark(oklch(47% .085 190),oklch(76% .09 190));--on-a:light-dark(#fff,#0e1f20)}
.r>button,.r>p{position:fixed;bottom:max(20px,env(safe-area-inset-bottom));inset-inline-end:20px;padding:16px;border-radius:28px;box-shadow:0 4px 20px #0004}
.r>button{border:0;display:flex;gap:8px;cursor:pointer;background:var(--a);color:var(--on-a);font:inherit;font-weight:600}
.r>button:focus-visible{outline:2px solid;outline-offset:-6px}
svg{width:24px;fill:none;stroke:currentcolor;stroke-width:1.75}
p:empty,span:empty{display:none}
span+span{position:absolute;top:-4px;inset-inline-end:-4px;padding:0 5px;border-radius:9px;background:#b3261e;color:#fff;font-size:12px}
.r>p{margin:0;bottom:88px;max-width:228px;background:light-dark(#fff,#262c2d);color:light-dark(#1d2427,#eef1f1)}
.r[data-side=left]>*{right:auto;left:20px}.r[data-side=right]>*{left:auto;right:20px}
@media print{.r{display:none}}`;

(() => {
  const script = document.currentScript as HTMLScriptElement;
  const { key } = script.dataset;
  const host_ = window as unknown as { Antiphon?: Antiphon };
  if (!key || host_.Antiphon?.on) return;
  const app = new URL(__APP__, script.src);
  const make = <T extends Element = HTMLElement>(
    name: string,
    parent?: Node,
    kind = '1999/xhtml',
  ) => {
    const element = document.createElementNS(`http://www.w3.org/${kind}`, name) as unknown as T;
    parent?.appendChild(element);
    return element;
  };

  const html = document.documentElement;
  // Beside the body, where no transform or hidden overflow of the host's catches it.
  const host = make('antiphon-chat', html);
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  const root = make('div', shadow);
  const launcher = make<HTMLButtonElement>('button', root);
  const icon = make<SVGElement>('svg', launcher, '2000/svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  make<SVGElement>('path', icon, '2000/svg').setAttribute(
    'd',
    'M21 11.5a8.4 8.4 0 0 1-12.3 7.4l-5.2 1.6 1.6-5.2A8.4 8.4 0 1 1 21 11.5Z',
  );
  const text = make('span', launcher);
  const badge = make('span', launcher);
  const error = make('p', root);
  root.className = 'r';
  error.role = 'alert';
  launcher.ariaExpanded = 'false';
  launcher.ariaLabel = words.open;

  const page: Page = {
    data: script.dataset,
    root,
    launcher,
    badge,
    dress({ side, color, label, theme }: Partial<Look>) {
      if (side) root.dataset.side = side;
      if (theme) root.style.colorScheme = theme;
      if (label) launcher.ariaLabel = text.textContent = label;
      if (color && CSS.supports('color', color)) {
        // One painted pixel turns any CSS colour into numbers; black or white, whichever reads
        // (they read alike at a luminance of 0.179, here times 255 ^ 2.2).
        const paint = make<HTMLCanvasElement>('canvas').getContext('2d')!;
        paint.fillStyle = color;
        paint.fillRect(0, 0, 1, 1);
        const [r, g, b] = paint.getImageData(0, 0, 1, 1).data;
        const light = 0.2126 * r! ** 2.2 + 0.7152 * g! ** 2.2 + 0.0722 * b! ** 2.2 > 35257;
        root.dataset.own = '';
        root.style.setProperty('--a', color);
        root.style.setProperty('--on-a', light ? '#000' : '#fff');
      }
    },
  };

  let call: ((...call: Call) => void) | undefined;
  let loading = false;
  let again = '';
  let queue: Call[] = host_.Antiphon?.q ?? [];
  const wakes = ([verb]: Call) => !/on|off|close/.test(verb);

  const load = () => {
    error.textContent = '';
    if (loading) return;
    loading = true;
    import(/* @vite-ignore */ app + again).then(
      async ({ mount }: { mount: Mount }) => {
        // A breath between evaluating, mounting and drawing: the host's page must not stutter.
        await new Promise(setTimeout as never);
        const ready = mount(page);
        await new Promise(setTimeout as never);
        for (const one of queue) ready(...one);
        call = ready;
      },
      () => {
        // A failed import may be remembered for its address: the next try uses another.
        again += '?';
        loading = false;
        queue = queue.filter(([verb]) => verb !== 'toggle');
        error.textContent = words.failed;
      },
    );
  };
  const antiphon: Antiphon = (...one) => {
    if (call) return call(...one);
    queue.push(one);
    if (wakes(one)) load();
  };
  antiphon.on = true;
  host_.Antiphon = antiphon;

  launcher.onpointerenter = launcher.onfocus = () => {
    launcher.onpointerenter = launcher.onfocus = null;
    const link = make<HTMLLinkElement>('link', document.head);
    // In this order: one that names nothing yet is complained about.
    link.href = app as never;
    link.rel = 'modulepreload';
  };
  launcher.onclick = () => antiphon('toggle');

  page.dress(script.dataset);
  root.dir = getComputedStyle(html).direction;

  let talking = false;
  try {
    talking = localStorage.getItem(storageKey(key))!.includes('"talk":"');
  } catch {
    // Nothing stored, or no storage: no memory of earlier visits.
  }
  if (queue.some(wakes)) load();
  else if (talking) (window.requestIdleCallback ?? setTimeout)(load);
})();
