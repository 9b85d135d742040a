/** Attributes of threads and participants: columns, values, filters, second tables. */
export { AttributeCell } from "./Cell";
export { ColumnChooser } from "./Chooser";
export { type Columns, useColumns } from "./columns";
export { AttributeFilters } from "./Filters";
