// SPDX-License-Identifier: GPL-3.0-or-later
//
// killed_program PIECE LOG SEED PLAN
//
// Opens a piece as the window does, with lost work recovered, and edits and saves it at random
// until it kills itself. Every state of the document is in the log before it can be anywhere else.
//
// PLAN: start:S    is killed S seconds after it began to look for lost work
//       begun:S    S seconds after the piece was open
//       save:N:S   S seconds after the Nth save began
//       close      saves after a while, closes and ends with 0

#include <QCoreApplication>
#include <QFile>
#include <QStringList>
#include <QTimer>
#include <QUndoStack>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include "engine/sound/sound_file.h"
#include "engine/storage/project_file.h"
#include "ui/document/document.h"
#include "ui/window/dialogs.h"
#include "ui/window/project_files.h"

using namespace stria;

namespace {

constexpr int editEvery = 20; // milliseconds

/// Lines that are in the file, whole, when the call returns, whatever happens to the program then.
class KillLog {
  public:
    explicit KillLog(const char* path)
        : m_file(::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)) {
        if (m_file < 0)
            qFatal("cannot write %s", path);
    }
    static std::int64_t now() {
        timespec time{};
        ::clock_gettime(CLOCK_MONOTONIC, &time);
        return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
    }
    void line(const char* word, const std::string& rest = {}) const { line(word, now(), rest); }
    void line(const char* word, std::int64_t time, const std::string& rest) const {
        const std::string text = std::string(word) + ' ' + std::to_string(time) +
                                 (rest.empty() ? "" : ' ' + rest) + '\n';
        if (::write(m_file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            std::abort();
    }

  private:
    int m_file;
};

/// Tells by its pace what processor and disk gave to this program: a beat is a line after a sync
/// of a file of its own.
void beatFor(const KillLog& log, const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    for (;;) {
        if (::pwrite(file, "b", 1, 0) != 1 || ::fdatasync(file) != 0)
            std::abort();
        log.line("beat");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

void dieAfter(const KillLog& log, double seconds) {
    std::thread([&log, seconds] {
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
        log.line("kill");
        ::kill(::getpid(), SIGKILL);
    }).detach();
}

/// Takes lost work back, and says what else was asked or told: nothing should be.
class LoggedDialogs final : public Dialogs {
  public:
    explicit LoggedDialogs(const KillLog& log) : m_log(log) {}
    QString chooseFileToOpen(const QString&, const QString&, const QString&) override {
        m_log.line("told", "a file to open is asked for");
        return {};
    }
    QString chooseFileToSave(const QString&, const QString&, const QString&,
                             const QString&) override {
        m_log.line("told", "a file to save is asked for");
        return {};
    }
    int ask(const Question& question) override {
        const bool isOffer = question.title == QLatin1String("Recover lost work");
        tell(isOffer ? "offered" : "told",
             question.title + ": " + question.text + ' ' + question.details);
        return 0;
    }
    void tell(const QString& title, const QString& text, const QString& details) override {
        tell("told", title + ": " + text + ' ' + details);
    }

  private:
    void tell(const char* word, QString text) const {
        m_log.line(word, text.replace('\n', ' ').toStdString());
    }
    const KillLog& m_log;
};

std::string hashOf(const Project& project) {
    const std::string text = writeProject(project);
    return hashBytes(std::as_bytes(std::span(text)));
}

/// A piece and its copy are each other's other.
QString otherName(const QString& piece) {
    const auto ending = QStringLiteral(".copy");
    return piece.endsWith(ending) ? piece.chopped(ending.size()) : piece + ending;
}

/// A person who never stops.
class Composer {
  public:
    Composer(Document& document, const KillLog& log, unsigned seed)
        : m_document(document), m_log(log), m_random(seed) {
        constexpr int savesOneIn[] = {8, 25, 100, 1000};
        m_saveOneIn = savesOneIn[whole(0, 3)];
    }

    void begin() {
        m_states.assign(1, m_document.project());
        if (m_document.project().all<Instrument>().size() == 0) {
            insertInstrument();
            if (whole(0, 3) == 0) // a piece that takes its time to be saved
                edit("Insert", [values = numbers(20000)](Project& project) {
                    Table table;
                    table.id = {2};
                    table.name = "long";
                    table.data = std::make_shared<const std::vector<double>>(values);
                    (void)project.insert(table);
                });
        }
    }
    void step() {
        switch (whole(0, 9)) {
        case 0:
        case 1:
            return insertEvent();
        case 2:
            return removeEvent();
        case 3:
            return undoOrRedo();
        case 4:
            return drag();
        case 5:
            return editCurve();
        default:
            return whole(0, 1) == 0 ? type() : moveEvent();
        }
    }
    void saveOften() { m_saveOneIn = 8; }
    bool wantsToSave() { return whole(1, m_saveOneIn) == 1; }
    int whole(int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(m_random);
    }

  private:
    double number() { return std::uniform_real_distribution<double>(0, 100)(m_random); }
    std::vector<double> numbers(int count) {
        std::vector<double> values(static_cast<std::size_t>(count));
        std::generate(values.begin(), values.end(), [this] { return number(); });
        return values;
    }
    void note(const Project& next) { m_log.line("state", hashOf(next)); }
    void edit(const char* name, const Document::Work& work, const QString& key = {}) {
        Project next = m_document.project();
        work(next);
        note(next);
        m_document.edit(name, work, key);
        keepState();
    }
    void keepState() {
        const auto index = static_cast<std::size_t>(m_document.undoStack().index());
        m_states.resize(index);
        m_states.push_back(m_document.project());
    }
    std::optional<ScoreEvent> anyEvent() {
        const auto events = m_document.project().inOrder<ScoreEvent>();
        if (events.empty())
            return std::nullopt;
        return *events[static_cast<std::size_t>(whole(0, static_cast<int>(events.size()) - 1))];
    }
    void insertInstrument() {
        Instrument instrument;
        instrument.id = {1};
        instrument.name = "tone";
        instrument.body = "a1 oscili 0.1, 440\nouts a1, a1\n";
        edit("Insert", [&](Project& project) { (void)project.insert(instrument); });
    }
    void insertEvent() {
        ScoreEvent event;
        event.id = {m_random() | 1};
        event.instrument = {1};
        event.start = number();
        event.arguments = {{"kamp", number()}};
        edit("Add", [event](Project& project) { (void)project.insert(event); });
    }
    void moveEvent() {
        auto event = anyEvent();
        if (!event)
            return insertEvent();
        event->start = number();
        edit("Move", [&](Project& project) { (void)project.change(*event); });
    }
    void removeEvent() {
        const auto event = anyEvent();
        if (!event)
            return insertEvent();
        edit("Remove", [&](Project& project) { (void)project.remove(event->id); });
    }
    void type() {
        const Instrument* const found = m_document.project().find(InstrumentId{1});
        if (found == nullptr) // undone
            return insertInstrument();
        Instrument instrument = *found;
        const auto at = static_cast<std::size_t>(
            std::max(0, static_cast<int>(instrument.body.size()) - whole(0, 3)));
        if (whole(0, 4) == 0 && at > 0)
            instrument.body.erase(at - 1, 1);
        else
            instrument.body.insert(at, 1, static_cast<char>(whole('a', 'z')));
        edit(
            "Type", [&](Project& project) { (void)project.change(instrument); }, "typing");
    }
    void editCurve() {
        const auto event = anyEvent();
        if (!event)
            return insertEvent();
        const auto curves = m_document.project().automationsOf(event->id);
        Automation curve;
        curve.id = {m_random() | 1};
        curve.target = event->id;
        curve.parameter = "kamp";
        if (!curves.empty())
            curve = *curves.front();
        const double last = curve.points.empty() ? 0 : curve.points.back().time;
        curve.points.push_back({last + 0.1, number(), {}});
        edit("Draw", [&](Project& project) {
            if (curves.empty())
                (void)project.insert(curve);
            else
                (void)project.change(curve);
        });
    }
    void drag() {
        auto event = anyEvent();
        if (!event)
            return insertEvent();
        OpenEdit open = m_document.begin("Drag");
        for (int i = 0; i < 3; ++i) {
            event->start = number();
            open.update([&](Project& project) { (void)project.change(*event); });
        }
        note(m_document.project());
        open.commit();
        keepState();
    }
    void undoOrRedo() {
        QUndoStack& stack = m_document.undoStack();
        const int index = stack.index();
        if (stack.canRedo() && whole(0, 2) == 0) {
            note(m_states[static_cast<std::size_t>(index) + 1]);
            stack.redo();
        } else if (stack.canUndo()) {
            note(m_states[static_cast<std::size_t>(index) - 1]);
            stack.undo();
        }
    }

    Document& m_document;
    const KillLog& m_log;
    std::mt19937 m_random;
    std::vector<Project> m_states; ///< by the index of the undo stack
    int m_saveOneIn = 0;
};

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("stria"));
    QCoreApplication::setOrganizationName(QStringLiteral("stria"));
    const QStringList words = QCoreApplication::arguments();
    if (words.size() != 5)
        return 2;
    const QString& piece = words[1];
    static const KillLog log(argv[2]); // its other thread outlives this function
    const QStringList plan = words[4].split(':');
    std::thread(beatFor, std::cref(log), std::string(argv[2]) + ".beat").detach();

    Document document;
    LoggedDialogs dialogs(log);
    ProjectFiles files(document, dialogs);
    log.line("journals", Document::journalFolder().toStdString());
    Composer composer(document, log, words[3].toUInt());
    if (plan[0] == QLatin1String("save"))
        composer.saveOften();

    QTimer edits;
    bool isClosing = false;
    int saves = 0;
    std::string saving;
    const auto save = [&](const QString& path) {
        saving = hashOf(document.project());
        log.line("saving", saving);
        if (plan[0] == QLatin1String("save") && ++saves == plan[1].toInt())
            dieAfter(log, plan[2].toDouble());
        document.save(path);
    };
    QObject::connect(&edits, &QTimer::timeout, &document, [&] {
        composer.step();
        if (document.isSaving() || !composer.wantsToSave())
            return;
        const QString now = document.filePath().isEmpty() ? piece : document.filePath();
        const bool toAnother = composer.whole(0, 9) == 0; // save as
        save(toAnother ? otherName(now) : now);
    });
    QObject::connect(&document, &Document::saved, &document, [&] {
        log.line("saved", saving);
        if (!isClosing || document.isModified())
            return;
        document.discardJournal();
        QCoreApplication::exit(0);
    });
    QObject::connect(&document, &Document::journalTrouble, &document,
                     [&](const Diagnostic& problem) { log.line("told", problem.toText()); });
    const auto begin = [&] {
        log.line("opened", hashOf(document.project()));
        composer.begin();
        if (plan[0] == QLatin1String("begun"))
            dieAfter(log, plan[1].toDouble());
        if (plan[0] == QLatin1String("close"))
            QTimer::singleShot(300, &document, [&] {
                edits.stop();
                isClosing = true;
                save(document.filePath().isEmpty() ? piece : document.filePath());
            });
        edits.start(editEvery);
    };
    QObject::connect(&files, &ProjectFiles::opened, &document, begin);
    QTimer::singleShot(0, &document, [&] {
        log.line("start");
        if (plan[0] == QLatin1String("start"))
            dieAfter(log, plan[1].toDouble());
        files.offerLostWork([&] {
            if (QFile::exists(piece))
                files.openPath(piece);
            else
                begin();
        });
    });
    return QCoreApplication::exec();
}
