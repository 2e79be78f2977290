// The address that changes a taskbook.
export { EditTaskbookPage as default } from './TaskbookFormPage';
