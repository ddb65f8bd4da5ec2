import { connectSubjects } from './connect.ts';
import type { Subject } from './Subject.ts';
import { telephonySubjects } from './telephony.ts';
import { vonageSubjects } from './vonage.ts';

/** Every operation there is. `coverage.test.ts` compares them with what is written under nodes/. */
export const SUBJECTS: readonly Subject[] = [...telephonySubjects, ...connectSubjects, ...vonageSubjects];
