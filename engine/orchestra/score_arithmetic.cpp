// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/orchestra/score_arithmetic.h"

#include <charconv>
#include <cmath>

namespace stria {
namespace {

/// Deeper nesting is refused, so that no text can use up the stack.
constexpr int deepest = 64;

class Calculation {
  public:
    explicit Calculation(std::string_view text) : m_text(text) {}

    tl::expected<double, std::string> run() {
        const double value = sum();
        if (m_problem.empty() && peek() != 0)
            refuse(std::string("has a “") + peek() + "” where + - * / % or ^ was expected");
        if (m_problem.empty() && !std::isfinite(value))
            refuse("comes to no finite number");
        if (!m_problem.empty())
            return tl::make_unexpected(m_problem);
        return value;
    }

  private:
    char peek() {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t'))
            ++m_at;
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }
    bool take(char wanted) {
        if (peek() != wanted)
            return false;
        ++m_at;
        return true;
    }
    void refuse(std::string problem) {
        if (m_problem.empty())
            m_problem = std::move(problem);
        m_at = m_text.size();
    }

    double sum() {
        double value = product();
        while (peek() == '+' || peek() == '-')
            value += take('+') ? product() : (take('-'), -product());
        return value;
    }
    double product() {
        double value = power();
        for (;;) {
            if (take('*'))
                value *= power();
            else if (take('/'))
                value /= power();
            else if (take('%'))
                value = std::fmod(value, power());
            else
                return value;
        }
    }
    double power() {
        const double base = signedNumber();
        if (!take('^'))
            return base;
        const Nest nest(*this);
        return nest.fits ? std::pow(base, power()) : 0;
    }
    double signedNumber() {
        double sign = 1;
        while (peek() == '-' || peek() == '+')
            sign = take('+') ? sign : (take('-'), -sign);
        return sign * number();
    }
    double number() {
        if (take('(')) {
            const Nest nest(*this);
            const double value = nest.fits ? sum() : 0;
            if (!take(')'))
                refuse("has a ( without its )");
            return value;
        }
        const char first = peek();
        if (!(first >= '0' && first <= '9') && first != '.') {
            refuse(first ? std::string("has a “") + first + "” where a number was expected"
                         : std::string("ends where a number was expected"));
            return 0;
        }
        double value = 0;
        const char* const begin = m_text.data() + m_at;
        const auto [end, error] = std::from_chars(begin, m_text.data() + m_text.size(), value);
        if (error != std::errc{}) {
            refuse("holds a number that is too large or none");
            return 0;
        }
        m_at += static_cast<std::size_t>(end - begin);
        return value;
    }

    struct Nest {
        explicit Nest(Calculation& owner) : calculation(owner), fits(++owner.m_depth <= deepest) {
            if (!fits)
                owner.refuse("is nested too deep");
        }
        ~Nest() { --calculation.m_depth; }
        Calculation& calculation;
        bool fits;
    };

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::string m_problem;
};

} // namespace

tl::expected<double, std::string> scoreArithmetic(std::string_view expression) {
    return Calculation(expression).run();
}

} // namespace stria
