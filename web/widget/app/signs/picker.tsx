// Choosing an emoji: those used last, the groups, and a search by name. Arrow keys go through them as
// they stand on the screen; Escape leaves, and gives the focus back to whoever opened it.
import css from 'virtual:signs-style';
import { groups, type Named, recent, used } from '@antiphon/emoji';
import { below } from '@antiphon/emoji/below.ts';
import { inserted } from '@antiphon/emoji/inserted.ts';
import { Component, createRef, h, type RefObject } from 'preact';
import type { Words } from '../../locales/en.ts';
import { dresses } from '../dress.ts';
import { named, wordsOf } from './names.ts';

export const dressed = dresses(css);

interface Props {
  words: Words;
  touch: boolean;
  onPick(sign: string): void;
  onClose(): void;
}

interface Own {
  names?: Named;
  sought: string;
}

export class Picker extends Component<Props, Own> {
  override state: Own = { sought: '' };
  private base_ = createRef<HTMLDivElement>();
  private last = recent();
  private opener: Element | null = null;

  override componentDidMount() {
    const box = this.base_.current!;
    dressed(box);
    const root = box.getRootNode() as ShadowRoot;
    this.opener = root.activeElement;
    named(this.props.words).then((names) => this.setState({ names }));
    // On touch the keyboard stays down until it is wanted.
    (this.props.touch ? this.first() : box.querySelector('input'))?.focus();
    root.addEventListener('pointerdown', this.outside);
  }

  override componentWillUnmount() {
    this.base_.current!.getRootNode().removeEventListener('pointerdown', this.outside);
  }

  private outside = (event: Event) => {
    const at = event.target as Element;
    // What opened it closes it by itself.
    if (!this.base_.current!.contains(at) && !this.opener?.contains(at)) this.props.onClose();
  };

  private signs = () => [...this.base_.current!.querySelectorAll<HTMLElement>('.grid button')];

  private first = () => this.signs()[0];

  private pick(sign: string) {
    used(sign);
    (this.opener as HTMLElement | null)?.focus();
    this.props.onPick(sign);
  }

  private key = (event: KeyboardEvent) => {
    const { key, target } = event;
    const all = this.signs();
    const at = all.indexOf(target as HTMLElement);
    // Neither panel nor field act on what is pressed here; Tab walks on as everywhere.
    if (key !== 'Tab') event.stopPropagation();
    let next: HTMLElement | undefined;
    if (key === 'Escape') {
      this.props.onClose();
      (this.opener as HTMLElement | null)?.focus();
    } else if (at < 0) {
      if (event.isComposing) return;
      if (key === 'ArrowDown') next = all[0];
      else if (key === 'Enter') all[0]?.click();
      else return;
    } else if (key === 'Home') next = all[0];
    else if (key === 'End') next = all.at(-1);
    else if (/^Arrow(Left|Right)$/.test(key)) {
      const rtl = this.base_.current!.matches(':dir(rtl)');
      next = all[at + ((key === 'ArrowRight') === rtl ? -1 : 1)];
    } else if (/^Arrow/.test(key)) {
      next = below(all, at, key === 'ArrowDown' ? 1 : -1);
      if (!next && key === 'ArrowUp') next = this.base_.current!.querySelector('input')!;
    } else return;
    event.preventDefault();
    next?.focus();
  };

  override render({ words }: Props, { names, sought }: Own) {
    const said = wordsOf(words);
    const hits = sought.trim() && names ? names.find(sought).map(({ sign }) => sign) : null;
    const sections = hits
      ? [{ title: '', signs: hits }]
      : [
          { title: said.recent, signs: this.last },
          ...groups.map((signs, nth) => ({ title: said.groups[nth]!, signs })),
        ].filter(({ signs }) => signs.length);
    return (
      <div
        class="picker"
        role="dialog"
        aria-label={words.emoji}
        ref={this.base_}
        onKeyDown={this.key}
      >
        <input
          type="search"
          aria-label={said.search}
          placeholder={said.search}
          value={sought}
          onInput={(event) => this.setState({ sought: event.currentTarget.value })}
        />
        <div class="grids">
          {sections.map(({ title, signs }, part) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
            <div role="group" aria-label={title || said.search} key={title}>
              {title && <p aria-hidden="true">{title}</p>}
              <div class="grid">
                {signs.map((sign, nth) => (
                  <button
                    type="button"
                    key={sign}
                    // One stop for Tab; from there the arrows.
                    tabIndex={part || nth ? -1 : 0}
                    aria-label={names?.nameOf(sign)}
                    title={names?.nameOf(sign)}
                    onClick={() => this.pick(sign)}
                  >
                    {sign}
                  </button>
                ))}
              </div>
            </div>
          ))}
          {hits?.length === 0 && <p>{said.none}</p>}
        </div>
        <p class="quietly" role="status">
          {hits && (hits.length ? said.found(hits.length) : said.none)}
        </p>
      </div>
    );
  }
}

interface InsertProps extends Omit<Props, 'onPick'> {
  field: RefObject<HTMLTextAreaElement>;
  draft: string;
  onDraft(text: string): void;
}

/** Puts it where the visitor writes, at the caret. */
export const Insert = ({ field, draft, onDraft, ...rest }: InsertProps) => (
  <Picker
    {...rest}
    onPick={(sign) => {
      const { current } = field;
      const [text, caret] = inserted(draft, sign, current!.selectionStart, current!.selectionEnd);
      onDraft(text);
      rest.onClose();
      // Once the text is drawn.
      setTimeout(() => {
        current!.focus();
        current!.setSelectionRange(caret, caret);
      });
    }}
  />
);
