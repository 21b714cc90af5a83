import { Component } from 'react';
import type { Elements } from '@/components/elements';

export interface PartBoundaryProps {
  children: Elements;
  without: Elements;
  /** Another number: the part is tried again. */
  attempt: number;
}

/** Around a part of a page without which the rest can do: if it fails, `without` stands in its place and the page stays. */
export class PartBoundary extends Component<PartBoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override componentDidUpdate({ attempt }: PartBoundaryProps) {
    if (this.state.isBroken && attempt !== this.props.attempt) this.setState({ isBroken: false });
  }

  override render() {
    return this.state.isBroken ? this.props.without : this.props.children;
  }
}
