// Style sheets of the widget: each is adopted by the shadow root once, with the part that it dresses.

/** A ref for whatever stands outermost in a part: by then it is in its shadow root, and not yet painted. */
export function dresses(css: string): (element: Element | null) => void {
  let sheet: CSSStyleSheet | undefined;
  return (element) => {
    const root = element?.getRootNode() as ShadowRoot | undefined;
    if (!root?.adoptedStyleSheets) return;
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    if (!root.adoptedStyleSheets.includes(sheet))
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };
}
