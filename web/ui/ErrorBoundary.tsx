// Keeps a crash in one part from taking the rest along: the part says what happened and
// offers to try again. Failed requests are not crashes; ErrorPanel shows those as well.

import { TriangleAlert } from 'lucide-react';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';
import { say } from './say.ts';

export interface ErrorPanelProps {
  title: string;
  children?: ReactNode;
  onRetry?: () => void;
  /** What the button says, where trying again is not what helps. */
  label?: string;
  /** It stands in the place of a page, which would bring the heading. */
  isPage?: boolean;
}

export function ErrorPanel(props: ErrorPanelProps) {
  const { title, children, onRetry, label = say.tryAgain, isPage = false } = props;
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert />}
        title={title}
        isPage={isPage}
        action={onRetry ? <Button onPress={onRetry}>{label}</Button> : null}
      >
        {children}
      </EmptyState>
    </div>
  );
}

export interface ErrorBoundaryProps {
  /** What this part is, as the start of a sentence: "The conversation list". */
  part: string;
  /** A change of this value clears the error: the route, the conversation. */
  resetOn?: unknown;
  children: ReactNode;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(before: ErrorBoundaryProps) {
    if (this.state.error && before.resetOn !== this.props.resetOn) this.setState({ error: null });
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    // The console is where a developer looks; nothing leaves the browser.
    console.error(`${this.props.part} failed to draw`, error, info.componentStack);
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <ErrorPanel title={say.broke(this.props.part)} onRetry={() => this.setState({ error: null })}>
        {say.restWorks}
      </ErrorPanel>
    );
  }
}
