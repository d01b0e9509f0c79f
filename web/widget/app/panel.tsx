// The dialog: header, connection bar, greeting or transcript, composer, and the one status region
// that speaks. Knows focus, Escape, and when it is a modal (phones) and when not (desktop).
import { DRAFT, type Message, type Thread } from '@antiphon/sdk/core';
import { Component, createRef, h } from 'preact';
import type { Words } from '../locales/en.ts';
import type { Chat } from './chat.ts';
import { Composer } from './composer.tsx';
import { Icon } from './icons.tsx';
import { why } from './language.ts';
import { files, missing, picked, signs, talk } from './later.ts';
import { Prompts } from './prompts.tsx';

interface Props {
  chat: Chat;
  words: Words;
  phone: boolean;
  touch: boolean;
  /** What is written and not sent outlives the panel. */
  draft: string;
  onDraft(text: string): void;
  onClose(): void;
}

interface Own {
  editing: Message | null;
  said: string;
  /** An emoji is being chosen. */
  choosing: boolean;
}

export class Panel extends Component<Props, Own> {
  override state: Own = { editing: null, said: '', choosing: false };
  private dialog = createRef<HTMLDivElement>();
  private title = createRef<HTMLHeadingElement>();
  private field = createRef<HTMLTextAreaElement>();
  private idle: ReturnType<typeof setTimeout> | undefined;
  private phase: string | undefined;

  override componentDidMount() {
    visualViewport?.addEventListener('resize', this.resize);
    this.resize();
    // Focus asks for a layout: in a turn of its own, so that the host's page does not stutter.
    setTimeout(() => this.rest());
    // Whoever reads the greeting is about to write.
    this.idle = setTimeout(() => talk.want(this.props.chat.changed), 1_000);
  }

  override componentDidUpdate() {
    const phase = this.props.chat.client()?.getState().connection.phase;
    // What did not come over a broken line is asked for when there is one again.
    if (phase !== this.phase && phase === 'online') this.fetchMissing();
    this.phase = phase;
  }

  override componentWillUnmount() {
    clearTimeout(this.idle);
    visualViewport?.removeEventListener('resize', this.resize);
  }

  /** Puts the focus where it does no harm: on touch the keyboard stays down until the visitor wants it. */
  private rest() {
    (this.props.touch ? this.title.current : this.field.current)?.focus();
  }

  private resize = () => {
    // A soft keyboard covers the layout viewport: the panel keeps to the part that is seen.
    this.dialog.current!.style.setProperty('--seen', `${visualViewport?.height ?? innerHeight}px`);
  };

  /** What is wrong with the connection, or did not come over it; the styles keep it back until it lasts. */
  private trouble(): string {
    const { chat, words } = this.props;
    const { phase, retry_at, waiting } = chat.client()?.getState().connection ?? {};
    const text =
      phase === 'offline'
        ? words.offline
        : phase === 'reconnecting' || (phase === 'connecting' && retry_at)
          ? words.reconnecting
          : missing().length
            ? words.partFailed
            : '';
    return text && waiting ? `${text} ${words.waiting(waiting)}` : text;
  }

  private again = () => {
    this.props.chat.client()?.retryNow();
    this.fetchMissing();
  };

  private choose = () => {
    signs.want(this.props.chat.changed);
    this.setState({ choosing: !this.state.choosing });
  };

  private fetchMissing() {
    for (const part of missing()) part.want(this.props.chat.changed);
  }

  private key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (this.state.editing) this.cancel();
      else this.props.onClose();
    } else if (event.key === 'Tab' && this.props.phone) {
      // Nothing else is on the screen: focus goes round inside.
      const all = [
        ...this.dialog.current!.querySelectorAll<HTMLElement>(
          'button,textarea,input,a,[tabindex="0"]',
        ),
      ];
      const now = (this.dialog.current!.getRootNode() as ShadowRoot).activeElement;
      const [edge, other] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
      if (now === edge || !all.includes(now as HTMLElement)) {
        event.preventDefault();
        other!.focus();
      }
    }
  };

  private cancel = () => {
    this.setState({ editing: null });
    this.props.onDraft('');
  };

  private send = (text: string) => {
    const { chat } = this.props;
    const { editing } = this.state;
    this.props.onDraft('');
    if (!editing) return chat.say(text, chat.tray?.take());
    this.setState({ editing: null });
    chat
      .client()!
      .edit(chat.conversation(), editing.id, text)
      .catch((error: Error) => {
        // Nothing is lost: the text goes back where it was written.
        this.setState({ editing, said: why(this.props.words, error)! });
        this.props.onDraft(text);
      });
  };

  /** Files that are chosen, pasted, held above or dropped. */
  private take = (event: Event) => {
    const { clipboardData, dataTransfer, target } = event as ClipboardEvent & DragEvent;
    const from = (clipboardData ?? dataTransfer ?? target) as DataTransfer & HTMLInputElement;
    const { files: chosen, types } = from;
    // Cells come as text, as markup and as a picture of themselves: they stay text.
    if (types ? types.length > 2 || !types.includes('Files') : !chosen?.length) return;
    event.preventDefault();
    if (event.type !== 'dragover') picked.push(...chosen);
    // The same one can be chosen again.
    from.value = '';
    files.want(this.props.chat.changed);
  };

  private editLast = () => {
    const { chat, onDraft } = this.props;
    const me = chat.client()?.getState().me;
    const editing = chat
      .thread()
      ?.messages.filter((one) => one.sender.id === me && one.text)
      .at(-1);
    if (!editing) return;
    this.setState({ editing });
    onDraft(editing.text!);
  };

  private main(thread: Thread | null | undefined) {
    const { chat, words } = this.props;
    const problem = chat.problem();
    const client = chat.client();
    const failure =
      thread?.status === 'failed'
        ? words.failed(why(words, thread.error)!)
        : !client && problem && words[problem];
    if (failure)
      return (
        <div class="body note" role="alert">
          <Icon name="alert" />
          <p>{failure}</p>
          {problem && (
            <button type="button" class="quiet" onClick={chat.start}>
              {words.retry}
            </button>
          )}
        </div>
      );
    if (
      !client ||
      thread === undefined ||
      (thread?.status === 'loading' && !thread.outgoing.length)
    )
      return <div class="body note">{words.loading}</div>;
    if (!thread || !(thread.messages.length || thread.outgoing.length))
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area has to be reachable by keyboard.
        <div class="body home" tabIndex={0}>
          <h3>
            <bdi>{chat.settings()?.greeting || words.greeting}</bdi>
          </h3>
          <p>{words.invite}</p>
          {chat.conversation() === DRAFT && (
            <Prompts
              client={client}
              name={words.prompts}
              say={(text) => {
                chat.say(text);
                // The button leaves with the greeting.
                this.rest();
              }}
            />
          )}
        </div>
      );
    if (!talk.here) return <div class="body note">{!missing().length && words.loading}</div>;
    return (
      <talk.here.Log
        thread={thread}
        me={client.getState().me}
        client={client}
        words={words}
        touch={this.props.touch}
        say={(said) => this.setState({ said })}
      />
    );
  }

  override render(
    { chat, words, phone, touch, draft, onDraft, onClose }: Props,
    { editing, said, choosing }: Own,
  ) {
    const thread = chat.thread();
    const client = chat.client();
    const trouble = this.trouble();
    const staff =
      thread?.participants.filter(
        (one) => one.kind !== 'contact' && thread.present.includes(one.id),
      ) ?? [];
    const conversation = client?.getState().conversations[chat.conversation()];
    const name = chat.settings()?.name ?? words.title;
    if (talk.here === undefined && (thread || draft)) talk.want(chat.changed);
    if (files.here === undefined && thread?.messages.some((one) => one.attachments))
      files.want(chat.changed);
    return (
      <div
        class="panel"
        role="dialog"
        aria-modal={phone || undefined}
        aria-labelledby="title"
        ref={this.dialog}
        onKeyDown={this.key}
        onChange={this.take}
        onPaste={this.take}
        onDragOver={this.take}
        onDrop={this.take}
      >
        <div class="head">
          <span class="mark" aria-hidden="true">
            {[...name][0]}
          </span>
          <div class="names">
            <h2 id="title" tabIndex={-1} ref={this.title}>
              <bdi>{name}</bdi>
            </h2>
            <p class={staff.length ? 'here' : ''}>
              {staff.length
                ? words.here(new Intl.ListFormat(words.locale).format(staff.map((one) => one.name)))
                : words.away}
            </p>
          </div>
          <button type="button" class="plain" aria-label={words.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        {trouble && (
          <div class="bar">
            <Icon name="alert" />
            <p>{trouble}</p>
            <button type="button" onClick={this.again}>
              {words.retry}
            </button>
          </div>
        )}
        {this.main(thread)}
        {conversation?.status === 'resolved' && <p class="day">{words.resolved}</p>}
        {files.here && !editing && <files.here.TrayView chat={chat} words={words} />}
        {choosing && signs.here && (
          <div class="above">
            <signs.here.Insert
              words={words}
              touch={touch}
              field={this.field}
              draft={draft}
              onDraft={onDraft}
              onClose={() => this.setState({ choosing: false })}
            />
          </div>
        )}
        {(client || !chat.problem()) && (
          <Composer
            field={this.field}
            words={words}
            touch={touch}
            draft={draft}
            tray={editing ? undefined : chat.tray}
            editing={editing}
            onDraft={onDraft}
            onSend={this.send}
            onTyping={(typing) => client?.setTyping(chat.conversation(), typing)}
            onEditLast={this.editLast}
            onCancel={this.cancel}
            onEmoji={this.choose}
          />
        )}
        <p class="quietly" role="status">
          {thread?.typing.length ? words.typing(thread.typing[0]!.name) : trouble || said}
        </p>
      </div>
    );
  }
}
