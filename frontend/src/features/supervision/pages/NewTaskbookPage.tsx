// The address that makes a taskbook.
export { NewTaskbookPage as default } from './TaskbookFormPage';
