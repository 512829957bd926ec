import { Component } from "react";
import { Foreign } from "./foreign.tsx";
import { Problem } from "./problem.tsx";

export interface BrokenPageProps {
  readonly children: React.ReactNode;
  /** Another one begins anew. */
  readonly address: string;
}

interface Broken {
  readonly address: string;
  readonly error: Error | undefined;
}

/** Instead of a page whose code could not be loaded, as after an update of the gateway, or failed: what happened, and what a person can do. The rest of the window stays. */
export class BrokenPage extends Component<BrokenPageProps, Broken> {
  public override state: Broken = { address: this.props.address, error: undefined };

  public static getDerivedStateFromError(error: unknown): Partial<Broken> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  public static getDerivedStateFromProps({ address }: BrokenPageProps, state: Broken): Broken | null {
    return address === state.address ? null : { address, error: undefined };
  }

  public override render(): React.ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <>
        <h1>This page cannot be shown</h1>
        <Problem title="A part of it could not be loaded, or failed" tone="caution">
          <p>The gateway may have been updated since this window was opened, or cannot be reached. What you chose, pinned and wrote in this browser is kept, and the address stays the same.</p>
          <p><button type="button" className="primary" onClick={() => location.reload()}>Load it again</button></p>
          <p className="small muted">The browser says: <Foreign text={error.message} maxLength={400} /></p>
        </Problem>
      </>
    );
  }
}
