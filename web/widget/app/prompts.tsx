// What the visitor may begin with: the team's prompts for this page, a button each. Nothing stands
// here before they come, when there are none, or when they could not be had.
import type { Client } from '@antiphon/sdk/core';
import { Component, h } from 'preact';

interface Props {
  client: Client;
  /** What the group of buttons is called. */
  name: string;
  say(text: string): void;
}

interface Prompt {
  id: string;
  title: string;
  text: string;
}

export class Prompts extends Component<Props, { all: Prompt[] }> {
  override state = { all: [] as Prompt[] };

  override componentDidMount() {
    this.props.client
      .request<unknown>('GET', `/api/bot-prompts?page=${encodeURIComponent(location.pathname)}`)
      .then(
        // What stands between may answer something else.
        (all) => Array.isArray(all) && this.setState({ all }),
        // The visitor can write all the same.
        () => {},
      );
  }

  override render({ name, say }: Props, { all }: { all: Prompt[] }) {
    return (
      all[0] && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
        <div class="prompts" role="group" aria-label={name}>
          {all.map(({ id, title, text }) => (
            <button type="button" class="quiet" dir="auto" key={id} onClick={() => say(text)}>
              {title}
            </button>
          ))}
        </div>
      )
    );
  }
}
