// What the gate of ./dev package asks of a function's program: fully static, stripped, for the right machine. Read from the ELF itself
// (System V gABI, chapters 4 and 5), 64 bits, little-endian: what Lambda runs.

const machines: Record<number, string> = { 62: 'x86_64', 183: 'arm64' };
const segment = { dynamic: 2, interpreter: 3 };
const section = { symbols: 2 };

/** What is wrong with the program; nothing when it may ship. */
export function complaints(program: Buffer, architecture: string): string[] {
  if (program.length < 64 || program.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') return ['is no 64-bit little-endian ELF'];
  const machine = machines[program.readUInt16LE(18)] ?? 'another machine';
  const segments = types(program, Number(program.readBigUInt64LE(32)), program.readUInt16LE(54), program.readUInt16LE(56), 0);
  const sections = types(program, Number(program.readBigUInt64LE(40)), program.readUInt16LE(58), program.readUInt16LE(60), 4);
  return [
    ...(machine === architecture ? [] : [`is built for ${machine}, not for ${architecture}`]),
    ...(segments.includes(segment.interpreter) ? ['asks for a loader (PT_INTERP): it is not fully static'] : []),
    ...(segments.includes(segment.dynamic) ? ['has a dynamic section (PT_DYNAMIC): it is not fully static'] : []),
    ...(sections.includes(section.symbols) ? ['has a symbol table (SHT_SYMTAB): it is not stripped'] : []),
  ];
}

/** The type field of each header of a table. */
function types(program: Buffer, offset: number, size: number, count: number, field: number): number[] {
  return Array.from({ length: count }, (_, index) => offset + index * size + field)
    .filter((at) => at + 4 <= program.length)
    .map((at) => program.readUInt32LE(at));
}
