// Should anything in the chat break while it is drawn, the page around it stands: a line in its place.
import { Component, type ReactNode } from 'react';
import type { Words } from '../bot/words.ts';
import { Shadow } from './Shadow.tsx';

export class Boundary extends Component<
  { words: Words; children: ReactNode },
  { broken: boolean }
> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    const { words, children } = this.props;
    if (!this.state.broken) return children;
    return (
      <Shadow inline={false} attributes={{ 'data-side': 'right' }}>
        <div className="crashed" role="alert">
          <p>{words.crashed}</p>
          <button type="button" className="quiet" onClick={() => this.setState({ broken: false })}>
            {words.retry}
          </button>
        </div>
      </Shadow>
    );
  }
}
