<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>stria::AutomationLane</name>
    <message numerus="yes">
        <source>Delete %n points</source>
        <translation>
            <numerusform>Delete %n point</numerusform>
            <numerusform>Delete %n points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n points</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::BatchDialog</name>
    <message numerus="yes">
        <source>The first %n events are previewed; Apply changes all %1.</source>
        <translation>
            <numerusform>The first event is previewed; Apply changes all %1.</numerusform>
            <numerusform>The first %n events are previewed; Apply changes all %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %n events</source>
        <translation>
            <numerusform>Change %n event</numerusform>
            <numerusform>Change %n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n events</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n events; %1 others have no such value</source>
        <translation>
            <numerusform>%n event; %1 others have no such value</numerusform>
            <numerusform>%n events; %1 others have no such value</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 %2 of %n events</source>
        <comment>Scale kamp of 12 events</comment>
        <translation>
            <numerusform>%1 %2 of %n event</numerusform>
            <numerusform>%1 %2 of %n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::BrowserPanel</name>
    <message numerus="yes">
        <source>%1: %n event(s). Return opens its code.</source>
        <translation>
            <numerusform>%1: %n event. Return opens its code.</numerusform>
            <numerusform>%1: %n events. Return opens its code.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::BusPanel</name>
    <message numerus="yes">
        <source>Written by %1 (%n event(s)).</source>
        <translation>
            <numerusform>Written by %1 (%n event).</numerusform>
            <numerusform>Written by %1 (%n events).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read by %1 (%n event(s)).</source>
        <translation>
            <numerusform>Read by %1 (%n event).</numerusform>
            <numerusform>Read by %1 (%n events).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::CurveToolPopup</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::EventPanel</name>
    <message numerus="yes">
        <source>%1 · %n event(s)</source>
        <translation>
            <numerusform>%1 · %n event</numerusform>
            <numerusform>%1 · %n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::ExportDialog</name>
    <message numerus="yes">
        <source>Export %n file(s)</source>
        <translation>
            <numerusform>Export %n file</numerusform>
            <numerusform>Export %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::ExportJobsView</name>
    <message numerus="yes">
        <source>%n sample(s) above full scale</source>
        <translation>
            <numerusform>%n sample above full scale</numerusform>
            <numerusform>%n samples above full scale</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s): %1 …</source>
        <translation>
            <numerusform>%n file: %1 …</numerusform>
            <numerusform>%n files: %1 …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::Exporting</name>
    <message numerus="yes">
        <source>Replace %n file(s)</source>
        <translation>
            <numerusform>Replace file</numerusform>
            <numerusform>Replace %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) exist already. Replace them?</source>
        <translation>
            <numerusform>%n file exists already. Replace it?</numerusform>
            <numerusform>%n files exist already. Replace them?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::FileSharing</name>
    <message numerus="yes">
        <source>%n change(s) of another program came in from the file. Ctrl+Z takes them back.</source>
        <translation>
            <numerusform>A change of another program came in from the file. Ctrl+Z takes it back.</numerusform>
            <numerusform>%n changes of another program came in from the file. Ctrl+Z takes them back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::FileFields</name>
    <message numerus="yes">
        <source>%n file(s): </source>
        <translation>
            <numerusform>%n file: </numerusform>
            <numerusform>%n files: </numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::InstrumentPanel</name>
    <message numerus="yes">
        <source>%1 · %n event(s)</source>
        <translation>
            <numerusform>%1 · %n event</numerusform>
            <numerusform>%1 · %n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::Pasting</name>
    <message numerus="yes">
        <source>%n lines of the clipboard are no events.</source>
        <translation>
            <numerusform>%n line of the clipboard is no event.</numerusform>
            <numerusform>%n lines of the clipboard are no events.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pasted %n events</source>
        <translation>
            <numerusform>Pasted %n event</numerusform>
            <numerusform>Pasted %n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pasted %n events. %1</source>
        <translation>
            <numerusform>Pasted %n event. %1</numerusform>
            <numerusform>Pasted %n events. %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::ProjectFiles</name>
    <message numerus="yes">
        <source>and %n more, see the details.</source>
        <translation>
            <numerusform>and one more, see the details.</numerusform>
            <numerusform>and %n more, see the details.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of this project cannot be read. All else can be opened; the file stays as it is until you save.</source>
        <translation>
            <numerusform>%n line of this project cannot be read. All else can be opened; the file stays as it is until you save.</numerusform>
            <numerusform>%n lines of this project cannot be read. All else can be opened; the file stays as it is until you save.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stria ended unexpectedly. %n change(s) of %1 were kept, the last one from %2.</source>
        <translation>
            <numerusform>Stria ended unexpectedly. %n change of %1 were kept, the last one from %2.</numerusform>
            <numerusform>Stria ended unexpectedly. %n changes of %1 were kept, the last one from %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::SamplePanel</name>
    <message numerus="yes">
        <source>%1 · %n event(s)</source>
        <translation>
            <numerusform>%1 · %n event</numerusform>
            <numerusform>%1 · %n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::ScoreFields</name>
    <message numerus="yes">
        <source>%n chosen event(s) only</source>
        <translation>
            <numerusform>%n chosen event only</numerusform>
            <numerusform>%n chosen events only</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::ScoreModel</name>
    <message numerus="yes">
        <source>Set %1 of %n events</source>
        <translation>
            <numerusform>Set %1 of %n event</numerusform>
            <numerusform>Set %1 of %n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::ScorePanel</name>
    <message numerus="yes">
        <source>, %n of them hidden</source>
        <translation>
            <numerusform>, %n of them hidden</numerusform>
            <numerusform>, %n of them hidden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n events</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n events</source>
        <translation>
            <numerusform>%1 of %n event</numerusform>
            <numerusform>%1 of %n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %n chosen</source>
        <translation>
            <numerusform> · %n chosen</numerusform>
            <numerusform> · %n chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n rows</source>
        <translation>
            <numerusform>Copied %n row</numerusform>
            <numerusform>Copied %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n cells</source>
        <translation>
            <numerusform>Copied %n cell</numerusform>
            <numerusform>Copied %n cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n statements</source>
        <translation>
            <numerusform>Copied %n statement</numerusform>
            <numerusform>Copied %n statements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pasted %n events</source>
        <translation>
            <numerusform>Pasted %n event</numerusform>
            <numerusform>Pasted %n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pasted into %n rows</source>
        <translation>
            <numerusform>Pasted into %n row</numerusform>
            <numerusform>Pasted into %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n events</source>
        <translation>
            <numerusform>Delete %n event</numerusform>
            <numerusform>Delete %n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::SoundChooser</name>
    <message numerus="yes">
        <source>%n sound(s)</source>
        <translation>
            <numerusform>%n sound</numerusform>
            <numerusform>%n sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sound(s) chosen</source>
        <translation>
            <numerusform>%n sound chosen</numerusform>
            <numerusform>%n sounds chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n sound(s)</source>
        <translation>
            <numerusform>Add %n sound</numerusform>
            <numerusform>Add %n sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take %n sound(s)</source>
        <translation>
            <numerusform>Take %n sound</numerusform>
            <numerusform>Take %n sounds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::SoundList</name>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::SoundPlacing</name>
    <message numerus="yes">
        <source>%n sound files</source>
        <translation>
            <numerusform>%n sound file</numerusform>
            <numerusform>%n sound files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::SourceFiles</name>
    <message numerus="yes">
        <source>%n file(s) cannot be used.</source>
        <translation>
            <numerusform>%n file cannot be used.</numerusform>
            <numerusform>%n files cannot be used.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Linked %1, and %n other missing file(s) beside it.</source>
        <translation>
            <numerusform>Linked %1, and another missing file beside it.</numerusform>
            <numerusform>Linked %1, and %n other missing files beside it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::StatusLine</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 kHz · %n channel(s) · ksmps %2</source>
        <translation>
            <numerusform>%1 kHz · %n channel · ksmps %2</numerusform>
            <numerusform>%1 kHz · %n channels · ksmps %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::TablePanel</name>
    <message numerus="yes">
        <source>%1 · %n event(s)</source>
        <translation>
            <numerusform>%1 · %n event</numerusform>
            <numerusform>%1 · %n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::TimelineCanvas</name>
    <message numerus="yes">
        <source>, and %n more chosen</source>
        <translation>
            <numerusform>, and %n more chosen</numerusform>
            <numerusform>, and %n more chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n events, none chosen</source>
        <translation>
            <numerusform>%n event, none chosen</numerusform>
            <numerusform>%n events, none chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::TrackHeader</name>
    <message numerus="yes">
        <source>%n rows</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stria::project_parts</name>
    <message numerus="yes">
        <source>used by %n event(s)</source>
        <translation>
            <numerusform>used by %n event</numerusform>
            <numerusform>used by %n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
</context>
</TS>
