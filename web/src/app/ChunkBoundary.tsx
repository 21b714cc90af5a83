import { Component } from 'react';
import type { Elements } from '@/components/elements';

export interface ChunkBoundaryProps {
  children: Elements;
  fallback: Elements;
  /** When it changes, the children are rendered again. */
  attempt: number;
}

/** An error boundary around an optional lazy component: if that fails, `fallback` takes its place and the page stays. */
export class ChunkBoundary extends Component<ChunkBoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override componentDidUpdate({ attempt }: ChunkBoundaryProps) {
    if (this.state.isBroken && attempt !== this.props.attempt) this.setState({ isBroken: false });
  }

  override render() {
    return this.state.isBroken ? this.props.fallback : this.props.children;
  }
}
