const paths = {
  menu: 'M3 5.500h14M3 10h14M3 14.500h14',
  search: 'M8.800 3.500a5.300 5.300 0 1 0 0 10.600a5.300 5.300 0 1 0 0-10.600M12.800 12.800l4.200 4.200',
  bag: 'M3.500 8h13l-1.300 9H4.800L3.500 8ZM6.500 8 9 3M13.500 8 11 3',
  arrow: 'M3 10h13.500M11.500 5l5 5-5 5',
  back: 'M17 10H3.500M8.500 5l-5 5 5 5',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  x: 'm5 5 10 10M15 5 5 15',
  check: 'm4 10.500 4 4L16 6',
  down: 'm5 7.500 5 5 5-5',
  alert: 'M10 2.800a7.200 7.200 0 1 0 0 14.400a7.200 7.200 0 1 0 0-14.400M10 6v5M10 13.700v.1',
  link: 'M8.300 11.700a3 3 0 0 0 4.300 0l3-3a3 3 0 0 0-4.300-4.300l-1 1M11.700 8.300a3 3 0 0 0-4.300 0l-3 3a3 3 0 0 0 4.300 4.300l1-1',
  offline:
    'M3 3l14 14M6 6.800A4 4 0 0 0 6.500 15h7.700M8.500 5.300a4.500 4.500 0 0 1 6.200 3.500 3.300 3.300 0 0 1 2 4.700',
} as const;

export type IconName = keyof typeof paths;

/** Decorative: hidden from screen readers, so there is always a text beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={`i i-${name}`} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
