// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/score/score_filter.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "ui/look/figures.h"
#include "ui/score/score_words.h"

namespace stria {
namespace {

tl::unexpected<Diagnostic> refused(const QString& sentence) {
    return failure(ErrorCode::SyntaxError, sentence.toStdString());
}

bool isOperator(QChar c) {
    return c == '<' || c == '>' || c == '=' || c == '!' || c == '~';
}

bool contains(const std::string& text, const QString& part) {
    return QString::fromStdString(text).contains(part, Qt::CaseInsensitive);
}

/// Columns by their title, by what the table's columns are called in English, or by a parameter's
/// name with or without the letter of its rate.
std::vector<int> columnsNamed(const ScoreColumns& columns, const QString& name) {
    using Column = ScoreColumn::Kind;
    static const std::pair<const char*, Column> words[] = {
        {"start", Column::Start}, {"duration", Column::Duration},     {"dur", Column::Duration},
        {"end", Column::End},     {"track", Column::Track},           {"instr", Column::Instrument},
        {"name", Column::Name},   {"instrument", Column::Instrument},
    };
    std::vector<int> exact, shortened;
    for (int column = 0; column < columns.count(); ++column) {
        const QString title = columns.title(column);
        if (title.compare(name, Qt::CaseInsensitive) == 0)
            exact.push_back(column);
        else if (columns.at(column).kind == Column::Parameter && title.size() > 1 &&
                 QStringView(title).mid(1).compare(name, Qt::CaseInsensitive) == 0)
            shortened.push_back(column);
    }
    for (const auto& [word, kind] : words)
        if (exact.empty() && name.compare(QLatin1String(word), Qt::CaseInsensitive) == 0)
            exact.push_back(columns.find(kind));
    return exact.empty() ? shortened : exact;
}

} // namespace

class ScoreFilter::Reader {
  public:
    Reader(const QString& text, const ScoreColumns& columns) : m_text(text), m_columns(columns) {}

    Expected<ScoreFilter> run() {
        ScoreFilter filter;
        for (skip(); m_at < m_text.size(); skip()) {
            Term term;
            if (m_text[m_at] == '-' && m_at + 1 < m_text.size() && !m_text[m_at + 1].isSpace()) {
                term.excludes = true;
                ++m_at;
            }
            term.text = takeWord();
            skip();
            if (m_at < m_text.size() && isOperator(m_text[m_at]))
                if (auto read = readComparison(term); !read)
                    return tl::make_unexpected(read.error());
            filter.m_terms.push_back(std::move(term));
        }
        return filter;
    }

  private:
    void skip() {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    }
    QString takeWord() {
        m_quoted = m_at < m_text.size() && m_text[m_at] == '"';
        if (m_quoted) {
            auto end = m_text.indexOf('"', m_at + 1);
            if (end < 0)
                end = m_text.size();
            QString word = m_text.mid(m_at + 1, end - m_at - 1);
            m_at = std::min(end + 1, m_text.size());
            return word;
        }
        const auto begin = m_at;
        while (m_at < m_text.size() && !m_text[m_at].isSpace() && !isOperator(m_text[m_at]))
            ++m_at;
        return m_text.mid(begin, m_at - begin);
    }

    Expected<void> readComparison(Term& term) {
        const QString name = std::exchange(term.text, {});
        term.columns = columnsNamed(m_columns, name);
        if (term.columns.empty())
            return refused(name.isEmpty()
                               ? scoreWords("A column was expected before “%1”: kamp > 0.5")
                                     .arg(m_text.mid(m_at, 2).trimmed())
                               : scoreWords("There is no column “%1”.").arg(name));
        const QString sign = takeSign();
        static const std::pair<const char*, Comparison> signs[] = {
            {"<", Comparison::Less},     {"<=", Comparison::AtMost}, {">", Comparison::More},
            {">=", Comparison::AtLeast}, {"=", Comparison::Equal},   {"==", Comparison::Equal},
            {"!=", Comparison::Differs}, {"~", Comparison::Holds}};
        const auto* const known =
            std::find_if(std::begin(signs), std::end(signs),
                         [&](const auto& entry) { return sign == QLatin1String(entry.first); });
        if (known == std::end(signs))
            return refused(
                scoreWords("“%1” is no comparison: < <= > >= = != or ~ was expected.").arg(sign));
        term.comparison = known->second;
        skip();
        term.text = takeWord();
        if (term.text.isEmpty() && !m_quoted)
            return refused(scoreWords("A value was expected behind “%1 %2”.").arg(name, sign));
        if (m_quoted || term.comparison == Comparison::Holds)
            return {};
        if (const auto number = figures::readTime(term.text)) {
            term.isNumber = true;
            term.number = *number;
        } else if (term.text.compare(endlessWord(), Qt::CaseInsensitive) == 0) {
            term.isNumber = true;
            term.number = std::numeric_limits<double>::infinity();
        } else if (term.comparison != Comparison::Equal && term.comparison != Comparison::Differs) {
            return refused(scoreWords("A number was expected behind “%1 %2”, not “%3”.")
                               .arg(name, sign, term.text));
        }
        return {};
    }
    QString takeSign() {
        const auto begin = m_at;
        while (m_at < m_text.size() && isOperator(m_text[m_at]))
            ++m_at;
        return m_text.mid(begin, m_at - begin);
    }

    const QString m_text;
    const ScoreColumns& m_columns;
    qsizetype m_at = 0;
    bool m_quoted = false;
};

Expected<ScoreFilter> ScoreFilter::read(const QString& text, const ScoreColumns& columns) {
    return Reader(text, columns).run();
}

bool ScoreFilter::holds(const Term& term, const CellValue& value) {
    if (std::holds_alternative<std::monostate>(value))
        return false;
    const auto* const text = std::get_if<std::string>(&value);
    const double* const number = std::get_if<double>(&value);
    if (term.comparison == Comparison::Holds)
        return contains(text ? *text : figures::shortest(*number).toStdString(), term.text);
    if (text || !term.isNumber) {
        const bool equal =
            text && term.text.compare(QString::fromStdString(*text), Qt::CaseInsensitive) == 0;
        return term.comparison == Comparison::Differs
                   ? !equal
                   : term.comparison == Comparison::Equal && equal;
    }
    switch (term.comparison) {
    case Comparison::Less:
        return *number < term.number;
    case Comparison::AtMost:
        return *number <= term.number;
    case Comparison::More:
        return *number > term.number;
    case Comparison::AtLeast:
        return *number >= term.number;
    case Comparison::Equal:
        return *number == term.number;
    case Comparison::Differs:
        return *number != term.number;
    case Comparison::Holds:
        break;
    }
    return false;
}

bool ScoreFilter::accepts(const Project& project, const ScoreColumns& columns,
                          const ScoreEvent& event) const {
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const Term& term) {
        bool any = false;
        if (!term.columns.empty()) {
            for (const int column : term.columns)
                any = any || holds(term, cellValue(project, columns, event, column));
        } else {
            for (int column = 0; column < columns.count() && !any; ++column) {
                const CellValue value = columns.at(column).isTime()
                                            ? CellValue()
                                            : cellValue(project, columns, event, column);
                const auto* const text = std::get_if<std::string>(&value);
                any = text && contains(*text, term.text);
            }
        }
        return any != term.excludes;
    });
}

} // namespace stria
