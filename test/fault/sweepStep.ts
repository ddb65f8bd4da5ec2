/** The sweeps break connections off at one byte in so many; at every one unless told otherwise. */
export const STEP = Number(process.env['FAULT_STEP'] || 1);
