// What do the answers about quotas look like? Short names for the generated types.
import type { components } from '../../api/schema.gen';

type Schemas = components['schemas'];

export type QuotaCounter = Schemas['QuotaCounter'];
export type QuotaBucket = Schemas['QuotaBucket'];
export type QuotaGiveBack = Schemas['QuotaGiveBack'];
export type QuotaLedger = Schemas['QuotaLedger'];
export type QuotaEntry = Schemas['QuotaEntry'];
export type QuotaCounterDetail = Schemas['QuotaCounterDetail'];
