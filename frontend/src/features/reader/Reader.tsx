/** The three panes put together: outline, text, inspector; palette, status line and key sheet around them. */

import { useCallback, useMemo, useReducer, useState } from "react";
import { EditThread } from "@/features/threads";
import { Caret } from "./Caret";
import { connectionsOf } from "./connections";
import { DoneFoot } from "./DoneButtons";
import { type Loaded, useReaderData } from "./data";
import { FilterBar } from "./FilterBar";
import { FindBar } from "./FindBar";
import { Hands } from "./Hands";
import { Keys } from "./Keys";
import { useReaderNews } from "./live";
import { Minimap } from "./Minimap";
import minimap from "./minimap.module.css";
import type { PostModel } from "./model";
import { Outline } from "./Outline";
import { useLatest, usePending } from "./overlays";
import { PaletteFor } from "./PaletteFor";
import { Post, type PostActions } from "./Post";
import styles from "./reader.module.css";
import { SidePane } from "./SidePane";
import { StatusBar } from "./StatusBar";
import { readerReducer, START } from "./state";
import { Tabs } from "./Tabs";
import { TextPane } from "./TextPane";
import { ThreadHead } from "./ThreadHead";
import { Tools } from "./Tools";
import { TouchBar } from "./TouchBar";
import { Troubles } from "./Troubles";
import { useDone } from "./useDone";
import { useFind } from "./useFind";
import { useFollow } from "./useFollow";
import { useKeys } from "./useKeys";
import { useElsewhere, useMarks } from "./useMarks";
import { usePointer } from "./usePointer";
import { useReader } from "./useReader";
import { useSeen } from "./useSeen";
import { type ReaderTarget, useTarget } from "./useTarget";
import { useView } from "./useView";

interface Props {
  readonly loaded: Loaded;
  readonly target: ReaderTarget | undefined;
}

export function Reader({ loaded, target }: Props) {
  const [state, dispatch] = useReducer(readerReducer, START);
  const [editing, setEditing] = useState(false);
  const control = useView();
  const data = useReaderData(loaded, control, state.hiddenToo);
  const tools = useReader(data, state, dispatch);
  const { steps, painter, scroller, outbox } = tools;
  const { model, index, codebook, look, can } = data;
  const chosen = steps.moves.chosen();
  useReaderNews({ corpus: data.corpus, thread: model.thread.id }, outbox);
  const done = useDone({
    corpus: data.corpus,
    me: data.me.id,
    thread: model.thread,
    trouble: tools.trouble,
  });
  const doneNext = done.next;
  useKeys(
    useMemo(
      () => ({
        steps,
        state,
        keymap: data.keymap,
        letters: data.letters,
        scroller,
        dispatch,
        done: doneNext,
      }),
      [steps, state, data.keymap, data.letters, scroller, doneNext],
    ),
  );
  usePointer({ steps, data: useLatest(data), chosen: useLatest(state.chosen), scroller });
  usePending(
    tools,
    state.palette?.target.level === "passage" ? state.palette.target.passage : null,
    data,
  );
  useTarget(tools, data, target);
  const marks = useMarks(data.corpus, model.thread.id);
  const elsewhere = useElsewhere(marks, model);
  const seen = useSeen(model, state.current, scroller);
  const find = useFind(tools, data);
  const { follow, origin, back } = useFollow(tools, data);
  const connections = connectionsOf(model);
  const actions = useMemo<PostActions>(
    () => ({
      goTo: steps.moves.goTo,
      chooseOwn: steps.moves.chooseOwn,
      codePost: (post) => steps.openPalette({ level: "post", post }),
      follow,
    }),
    [steps, follow],
  );
  const chosenPost = chosen?.post ?? null;
  const renderPost = useCallback(
    (post: PostModel, layout: number) => (
      <Post
        key={post.id}
        model={post}
        codes={index.byPost.get(post.id)}
        look={look}
        connections={connections.get(post.id)}
        chosen={chosenPost === post.id ? state.chosen : null}
        here={state.current === post.id}
        canCode={can.code}
        layout={layout}
        total={model.posts.length}
        language={model.thread.language}
        painter={painter}
        actions={actions}
      />
    ),
    [
      index,
      look,
      connections,
      chosenPost,
      state.chosen,
      state.current,
      can.code,
      model,
      painter,
      actions,
    ],
  );
  const current = model.byId.get(state.current ?? -1);
  return (
    <div
      className={styles.reader}
      data-pane={state.pane}
      {...(state.palette?.target.level === "passage" ? { "data-coding": "" } : {})}
    >
      <h1 className={`vh ${styles.elsewhere}`}>{model.thread.title}</h1>
      <Outline
        model={model}
        index={index}
        marks={marks}
        codebook={codebook}
        current={state.current}
        seen={seen}
        onGo={steps.moves.show}
      />
      <div className={styles.middle}>
        <div>
          <Tools
            data={data}
            control={control}
            outline={state.pane === "outline"}
            onOutline={(on) => dispatch({ type: "pane", pane: on ? "outline" : "text" })}
            onFind={find.start}
            onKeys={() => dispatch({ type: "help", on: true })}
            origin={model.byId.get(origin ?? -1) ?? null}
            onBack={back}
          />
          <FilterBar data={data} control={control} />
          <FindBar find={find} />
        </div>
        <div className={minimap.frame}>
          <TextPane
            model={model}
            scroller={scroller}
            handle={tools.text}
            keep={current?.row.index ?? -1}
            foot={<DoneFoot done={done} letters={data.letters} />}
            head={
              <ThreadHead
                model={model}
                annotations={index.thread}
                look={look}
                chosen={state.chosen}
                canCode={can.code}
                done={done}
                onChoose={(group) => steps.moves.chooseOwn(group, null)}
                onCode={() => steps.openPalette({ level: "thread" })}
                hiddenToo={state.hiddenToo}
                onHiddenToo={(on) => dispatch({ type: "hiddenToo", on })}
                onEdit={can.manage ? () => setEditing(true) : null}
              />
            }
          >
            {renderPost}
          </TextPane>
          <Minimap
            data={data}
            marks={marks}
            hits={find.posts}
            scroller={scroller}
            onGo={(at) => tools.text.current?.show(at)}
          />
        </div>
      </div>
      <SidePane
        data={data}
        chosen={chosen}
        editing={state.memo}
        steps={steps}
        post={state.current}
      />
      <Troubles troubles={tools.troubles} onDismiss={tools.dismiss} />
      <StatusBar
        current={current}
        comments={model.comments}
        annotations={index.all.length + elsewhere}
        outbox={outbox}
        place={state.palette?.active ? "palette" : state.caret ? "caret" : "page"}
        keymap={data.keymap}
        letters={data.letters}
      />
      <Tabs
        pane={state.pane}
        onPane={(pane) => {
          dispatch({ type: "pane", pane });
          if (pane === "text" && chosen) steps.moves.showAnnotation(chosen);
        }}
      />
      {state.palette ? (
        <PaletteFor
          palette={state.palette}
          data={data}
          recent={tools.recent}
          steps={steps}
          scroller={scroller}
        />
      ) : null}
      <Hands
        tools={tools}
        data={data}
        palette={state.palette}
        chosen={chosen}
        textShows={state.pane === "text"}
      />
      <TouchBar steps={steps} data={data} scroller={scroller} covered={state.palette !== null} />
      {state.caret ? <Caret scroller={scroller} /> : null}
      {editing ? (
        <EditThread corpus={data.corpus} thread={model.thread} onClose={() => setEditing(false)} />
      ) : null}
      {state.help ? (
        <Keys data={data} onClose={() => dispatch({ type: "help", on: false })} />
      ) : null}
    </div>
  );
}
