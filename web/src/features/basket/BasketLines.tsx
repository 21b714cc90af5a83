import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Dot } from '@/components/Dot';
import type { Elements } from '@/components/elements';
import { Price, PreviousPrice } from '@/components/Price';
import { Stepper } from '@/components/Stepper';
import { Tile } from '@/components/Tile';
import type { Notice } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import { useBasketStore } from './context';
import type { LineView } from './view';

/** `replace`: links replace this entry of the history. */
export function BasketLines({ lines, replace = false }: { lines: readonly LineView[]; replace?: boolean }) {
  return (
    <ul className="lines">
      {lines.map((line) => (
        <Line key={line.card.id} line={line} replace={replace} />
      ))}
    </ul>
  );
}

function Line({ line, replace }: { line: LineView; replace: boolean }) {
  const store = useBasketStore();
  const { card, quantity, unitPrice, lineTotal, notices, failure } = line;
  const from = notices.find((notice) => notice.type === 'price-changed')?.from;
  return (
    <li className="item">
      <Tile image={card.image} sizes="84px" />
      <div>
        <Link className="name" to="/p/$id" params={{ id: card.id }} replace={replace}>
          {card.name}
        </Link>
        <p className="each">
          {from && <PreviousPrice money={from} />}
          <span>{` ${formatMoney(unitPrice)} each`}</span>
        </p>
      </div>
      <span className="sum">
        <Price money={lineTotal} />
      </span>
      <div className="ctl">
        <Stepper
          slim
          value={quantity}
          label={`Quantity of ${card.name}`}
          onChange={(value) => store.set(card, value)}
        />
        <button type="button" className="link" onClick={() => store.set(card, 0)}>
          <span>Remove</span>
          <span className="sr">{` ${card.name}`}</span>
        </button>
      </div>
      {notices.map((notice) => (
        <LineNotice key={notice.type} notice={notice} line={line} />
      ))}
      {failure && <NoticeBox>{failure}</NoticeBox>}
    </li>
  );
}

function LineNotice({ notice, line: { card, quantity } }: { notice: Notice; line: LineView }) {
  const store = useBasketStore();
  if (notice.type === 'price-changed') {
    const verb = notice.to.amount > notice.from.amount ? 'rose' : 'fell';
    return (
      <NoticeBox
        act={
          <NoticeAction
            onClick={() => store.set(card, quantity)}
          >{`Keep it at ${formatMoney(notice.to)}`}</NoticeAction>
        }
      >
        {`The price ${verb} from ${formatMoney(notice.from)} to ${formatMoney(notice.to)} while this lay here. Nothing is charged until you agree.`}
      </NoticeBox>
    );
  }
  if (notice.type === 'insufficient-stock' && notice.available > 0) {
    return (
      <NoticeBox
        half
        act={
          <NoticeAction onClick={() => store.set(card, notice.available)}>{`Make it ${notice.available}`}</NoticeAction>
        }
      >
        {`You asked for ${quantity}, and ${notice.available} ${notice.available === 1 ? 'is' : 'are'} left.`}
      </NoticeBox>
    );
  }
  return (
    <NoticeBox act={<NoticeAction onClick={() => store.set(card, 0)}>Take it out</NoticeAction>}>
      {notice.type === 'unavailable'
        ? 'This has left the window for good.'
        : 'Sold out while it lay here. It may come back.'}
    </NoticeBox>
  );
}

function NoticeAction({ children, onClick }: { children: ReactNode; onClick(): void }) {
  return (
    <button type="button" className="link" onClick={onClick}>
      {children}
    </button>
  );
}

function NoticeBox({ children, act, half = false }: { children: ReactNode; act?: Elements; half?: boolean }) {
  return (
    <div className="notice" role="status">
      <Dot kind={half ? 'half' : 'full'} />
      <span>{children}</span>
      {act && <span className="act">{act}</span>}
    </div>
  );
}
