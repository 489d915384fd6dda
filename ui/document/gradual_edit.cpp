// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/gradual_edit.h"

#include <QTimer>
#include <QtConcurrentRun>
#include <algorithm>
#include <utility>

namespace stria {
namespace {

constexpr std::size_t pieceSize = 4000; ///< changes between two looks at the event loop

} // namespace

GradualEdit::GradualEdit(Document& document, QObject* parent)
    : QObject(parent), m_document(document) {
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (!m_watcher.isCanceled())
            begin(m_watcher.result());
    });
    connect(&document, &Document::replaced, this, &GradualEdit::abandon);
    connect(&document, &Document::interrupting, this, &GradualEdit::hurry);
}

GradualEdit::~GradualEdit() {
    m_watcher.disconnect(this);
    m_watcher.waitForFinished();
}

void GradualEdit::run(const QString& step, Size size, Document::Work work,
                      std::function<void()> done) {
    m_step = step;
    m_whenDone = std::move(done);
    auto find = [copy = m_document.project(), work = std::move(work)]() mutable {
        auto changes = std::make_shared<std::vector<Change>>();
        copy.recordInto(changes.get());
        work(copy);
        return changes;
    };
    if (size == Size::Small)
        begin(find());
    else
        m_watcher.setFuture(QtConcurrent::run(std::move(find)));
}

void GradualEdit::begin(Changes changes) {
    m_changes = std::move(changes);
    m_inserted = 0;
    if (!m_changes->empty())
        m_edit.emplace(m_document.begin(m_step));
    insertSome();
}

/// What comes in between finds it whole.
void GradualEdit::hurry() {
    if (!m_edit || !m_changes)
        return;
    m_edit->extend([&](Project& project) {
        for (; m_inserted < m_changes->size(); ++m_inserted)
            (void)project.apply((*m_changes)[m_inserted]);
    });
    finish();
}

void GradualEdit::insertSome() {
    if (!m_changes)
        return;
    if (m_edit && !m_edit->isOpen())
        return abandon();
    const std::size_t end = std::min(m_changes->size(), m_inserted + pieceSize);
    if (m_edit)
        m_edit->extend([&](Project& project) {
            for (; m_inserted < end; ++m_inserted)
                (void)project.apply((*m_changes)[m_inserted]);
        });
    if (m_inserted < m_changes->size())
        QTimer::singleShot(0, this, &GradualEdit::insertSome);
    else
        finish();
}

void GradualEdit::finish() {
    if (m_edit)
        m_edit->commit();
    m_edit.reset();
    const bool isLong = m_changes->size() > pieceSize;
    const auto tell = [this] {
        if (std::exchange(m_changes, nullptr))
            std::exchange(m_whenDone, nullptr)();
    };
    if (isLong) // what follows may take a while of its own
        QTimer::singleShot(0, this, tell);
    else
        tell();
}

void GradualEdit::abandon() {
    m_watcher.cancel();
    m_edit.reset();
    m_changes.reset();
    m_whenDone = nullptr;
}

} // namespace stria
