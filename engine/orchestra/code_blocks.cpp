// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/code_blocks.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/orchestra/opcode_calls.h"
#include "engine/orchestra/text_range.h"

namespace stria {

namespace {

using Tokens = Statements::Tokens;

constexpr int deepestBlock = 1000;

enum class Block { If, Loop, Instrument, Opcode };

std::string_view endOf(Block block) {
    switch (block) {
    case Block::If:
        return "endif";
    case Block::Loop:
        return "od";
    case Block::Instrument:
        return "endin";
    case Block::Opcode:
        return "endop";
    }
    return "";
}

class BlockReader {
  public:
    BlockReader(const Statements& statements, bool inInstrument)
        : m_statements(statements), m_inInstrument(inInstrument) {}

    std::vector<Mistake> read() {
        for (std::size_t i = 0; i < m_statements.size(); ++i)
            readWhole(m_statements[i]);
        closeUntil(std::nullopt);
        return std::move(m_mistakes);
    }

  private:
    struct Opener {
        Block block;
        Token token;
        /// An `endif` that closed a block within stood where this one began: the inner block is
        /// more likely the one without an end.
        std::optional<Token> suspect;
    };

    std::string_view text(const Token& token) const { return m_statements.textOf(token); }
    int columnOf(const Token& token) const { return rangeOf(m_statements.text(), token).column; }
    void report(const Token& token, std::string message) {
        m_mistakes.push_back({token, std::move(message)});
    }
    bool isInside(Block block) const { return m_counts[static_cast<std::size_t>(block)] > 0; }
    void open(Block block, const Token& token) {
        m_open.push_back({block, token, {}});
        ++m_counts[static_cast<std::size_t>(block)];
    }
    Opener closeInnermost() {
        const Opener closed = m_open.back();
        m_open.pop_back();
        --m_counts[static_cast<std::size_t>(closed.block)];
        return closed;
    }

    void readWhole(Tokens statement) {
        m_depth = 0;
        readStatement(statement);
    }

    void readStatement(Tokens statement) {
        if (statement.empty())
            return;
        const Token& first = statement[0];
        const std::string_view word = text(first);
        const StatementParts parts = readParts(statement, m_statements.text());
        if (parts.form == StatementParts::Form::Control)
            readControl(first, word, statement.subspan(1));
        else if (parts.form == StatementParts::Form::Opcode)
            readOpcode(parts.verb);
    }

    void readControl(const Token& first, std::string_view word, Tokens rest) {
        if (word == "if") {
            if (std::any_of(rest.begin(), rest.end(), [&](const Token& token) {
                    return text(token) == "then" || text(token) == "ithen" ||
                           text(token) == "kthen";
                }))
                open(Block::If, first);
        } else if (word == "while" || word == "until") {
            open(Block::Loop, first);
            const auto body = std::find_if(rest.begin(), rest.end(),
                                           [&](const Token& token) { return text(token) == "do"; });
            if (body != rest.end() && mayGoDeeper())
                readStatement(rest.subspan(static_cast<std::size_t>(body - rest.begin()) + 1));
        } else if (word == "else" || word == "elseif") {
            if (m_open.empty() || m_open.back().block != Block::If)
                report(first, "There is no 'if' for this '" + std::string(word) + "'");
            if (word == "else" && mayGoDeeper())
                readStatement(rest);
        } else if (word == "endif" || word == "fi") {
            close(Block::If, first);
        } else if (word == "od" || word == "enduntil") {
            close(Block::Loop, first);
        } else if (word == "instr" || word == "opcode") {
            begin(word == "instr" ? Block::Instrument : Block::Opcode, first);
        } else if (word == "endin" || word == "endop") {
            const Block block = word == "endin" ? Block::Instrument : Block::Opcode;
            closeUntil(block);
            close(block, first);
        }
    }

    /// `else else else ...` in one line is nothing that anybody means.
    bool mayGoDeeper() { return ++m_depth < deepestBlock; }

    void readOpcode(const Token& verb) {
        const std::string_view word = text(verb);
        if ((word == "xin" || word == "xout") && !isInside(Block::Opcode) &&
            (m_inInstrument || isInside(Block::Instrument)))
            report(verb, "'" + std::string(word) + "' belongs into an opcode, not an instrument");
    }

    void begin(Block block, const Token& token) {
        if (m_inInstrument)
            report(token, "'" + std::string(text(token)) + "' cannot stand within an instrument");
        else
            closeUntil(std::nullopt);
        open(block, token);
    }

    void close(Block block, const Token& token) {
        if (m_open.empty() || m_open.back().block != block) {
            if (isInside(block)) { // what is open within has no end
                closeUntil(block);
            } else {
                report(token, strayMessage(block, text(token)));
                return;
            }
        }
        const Opener closed = closeInnermost();
        if (m_open.empty() || m_open.back().block != block || closed.token.line == token.line)
            return;
        const int column = columnOf(token);
        if (column < columnOf(closed.token) && column == columnOf(m_open.back().token))
            m_open.back().suspect = closed.suspect.value_or(closed.token);
    }

    std::string strayMessage(Block block, std::string_view word) const {
        if (block == Block::Instrument && m_inInstrument)
            return "'endin' does not belong into the body of an instrument";
        return "There is nothing that this '" + std::string(word) + "' ends";
    }

    /// Reports what is open, up to the innermost `block` or all of it.
    void closeUntil(std::optional<Block> block) {
        if (block && !isInside(*block)) {
            if (*block == Block::Instrument && m_inInstrument)
                return; // a stray endin: what is open may end behind it
        }
        while (!m_open.empty() && m_open.back().block != block) {
            const Opener opener = closeInnermost();
            report(opener.suspect.value_or(opener.token),
                   "'" + std::string(text(opener.token)) + "' without '" +
                       std::string(endOf(opener.block)) + "'");
        }
    }

    const Statements& m_statements;
    bool m_inInstrument;
    std::vector<Opener> m_open;
    std::array<int, 4> m_counts{}; ///< of each kind of block in m_open
    int m_depth = 0;               ///< statements within the statement that is read
    std::vector<Mistake> m_mistakes;
};

} // namespace

std::vector<Mistake> findBlockMistakes(const Statements& statements, bool inInstrument) {
    return BlockReader(statements, inInstrument).read();
}

} // namespace stria
