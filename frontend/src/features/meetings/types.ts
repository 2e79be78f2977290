// What are bodies, meetings and opinions made of? Short names for the generated types.
import type { Schemas } from '../../api/types';

export type ReviewBody = Schemas['ReviewBody'];
export type ReviewSeat = Schemas['ReviewSeat'];
export type NewReviewBody = Schemas['NewReviewBody'];
export type NewReviewSeat = Schemas['NewReviewSeat'];
export type ReviewMeeting = Schemas['ReviewMeeting'];
export type ReviewMeetingRow = Schemas['ReviewMeetingRow'];
export type NewReviewMeeting = Schemas['NewReviewMeeting'];
export type ReviewMeetingChange = Schemas['ReviewMeetingChange'];
export type AgendaEntry = Schemas['AgendaEntry'];
export type AgendaMove = Schemas['AgendaMove'];
export type MeetingTracker = Schemas['MeetingTracker'];
export type ItemRecusal = Schemas['ItemRecusal'];
export type GroupOpinion = Schemas['GroupOpinion'];
export type DefenceFile = Schemas['DefenceFile'];
export type SocietyDefence = Schemas['SocietyDefence'];
export type MyMeeting = Schemas['MyMeeting'];
export type MyMeetingRow = Schemas['MyMeetingRow'];
export type MyItemFacts = Schemas['MyItemFacts'];
export type MyOpinion = Schemas['MyOpinion'];
