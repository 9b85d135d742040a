/** The frame of a table and the head of a column that can be sorted by. */
import type { ComponentProps, ReactNode } from "react";
import { Icon } from "./icons";
import styles from "./table.module.css";

export function Table({ caption, className = "", children, ...rest }: TableProps) {
  return (
    <table {...rest} className={`${styles.table} ${className}`}>
      <caption className="vh">{caption}</caption>
      {children}
    </table>
  );
}
type TableProps = ComponentProps<"table"> & { caption: string };

interface SortHeadProps {
  /** The field as the API calls it. */
  field: string;
  /** What the table is sorted by now: a field, with a minus in front for descending. */
  sort: string;
  onSort: (sort: string) => void;
  /** Figures are mostly wanted largest first. */
  descendingFirst?: boolean;
  className?: string;
  children: ReactNode;
}

export function SortHead(props: SortHeadProps) {
  const { field, sort, onSort, descendingFirst = false, className, children } = props;
  const isBy = sort === field || sort === `-${field}`;
  const descending = sort.startsWith("-");
  const next = isBy ? (descending ? field : `-${field}`) : descendingFirst ? `-${field}` : field;
  return (
    <th
      scope="col"
      className={className}
      {...(isBy ? { "aria-sort": descending ? "descending" : "ascending" } : {})}
    >
      <button type="button" className={styles.sort} onClick={() => onSort(next)}>
        {children}
        {isBy ? <Icon name={descending ? "arrowDown" : "arrowUp"} /> : null}
      </button>
    </th>
  );
}
