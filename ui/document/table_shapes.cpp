// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/table_shapes.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <string_view>

namespace stria::table_shapes {

namespace {

constexpr double turn = 2 * std::numbers::pi;

/// `phase` from 0 to below 1.
double periodic(TableShape shape, double phase) {
    switch (shape) {
    case TableShape::Saw:
        return 1 - 2 * phase;
    case TableShape::Square:
        return phase < 0.5 ? 1 : -1;
    case TableShape::Triangle:
        return phase < 0.25 ? 4 * phase : (phase < 0.75 ? 2 - 4 * phase : 4 * phase - 4);
    case TableShape::Hann:
        return 0.5 - 0.5 * std::cos(turn * phase);
    default:
        return std::sin(turn * phase);
    }
}

bool isBetween(char c) {
    return c == ' ' || c == '\t' || c == ',' || c == ';' || c == '\r' || c == '\n';
}

tl::unexpected<Diagnostic> refuse(std::string message, int line) {
    Place place;
    place.line = line;
    return failure(ErrorCode::InvalidArgument, std::move(message), std::move(place));
}

/// What is shown of a text that is no number.
std::string shown(std::string_view word) {
    constexpr std::size_t most = 24;
    return "\u201c" + std::string(word.substr(0, most)) + (word.size() > most ? "\u2026" : "") +
           "\u201d";
}

} // namespace

std::vector<double> fill(TableShape shape, std::size_t length, std::uint64_t seed) {
    std::vector<double> numbers(length);
    if (shape == TableShape::Noise) {
        std::mt19937_64 random(seed);
        std::uniform_real_distribution<double> even(-1, 1);
        std::generate(numbers.begin(), numbers.end(), [&] { return even(random); });
        return numbers;
    }
    // A line reaches its end; what repeats begins anew there.
    const bool isLine = shape == TableShape::Line;
    const auto steps = static_cast<double>(isLine ? std::max<std::size_t>(length, 2) - 1 : length);
    for (std::size_t i = 0; i < length; ++i) {
        const double phase = static_cast<double>(i) / steps;
        numbers[i] = isLine ? phase : periodic(shape, phase);
    }
    return numbers;
}

std::vector<double> harmonics(const std::vector<double>& amplitudes, std::size_t length) {
    const std::vector<double> sine = fill(TableShape::Sine, length, 0);
    std::vector<double> sum(length);
    for (std::size_t number = 0; number < amplitudes.size(); ++number) {
        if (amplitudes[number] == 0)
            continue;
        std::size_t place = 0;
        for (double& value : sum) {
            value += amplitudes[number] * sine[place];
            place = (place + number + 1) % length;
        }
    }
    double peak = 0;
    for (const double value : sum)
        peak = std::max(peak, std::abs(value));
    if (peak > 0 && std::isfinite(peak))
        for (double& value : sum)
            value /= peak;
    return sum;
}

std::vector<double> stretched(const std::vector<double>& numbers, std::size_t length) {
    std::vector<double> result(length);
    if (numbers.empty())
        return result;
    const double step =
        length > 1 ? static_cast<double>(numbers.size() - 1) / static_cast<double>(length - 1) : 0;
    for (std::size_t i = 0; i < length; ++i) {
        const double place = static_cast<double>(i) * step;
        const auto before = std::min(static_cast<std::size_t>(place), numbers.size() - 1);
        const auto after = std::min(before + 1, numbers.size() - 1);
        result[i] = numbers[before] +
                    (numbers[after] - numbers[before]) * (place - static_cast<double>(before));
    }
    return result;
}

std::vector<double> interleaved(const std::vector<double>& numbers, int channels) {
    const auto each = static_cast<std::size_t>(std::max(1, channels));
    if (each == 1)
        return numbers;
    std::vector<double> result;
    result.reserve(numbers.size() * each);
    for (const double number : numbers)
        result.insert(result.end(), each, number);
    return result;
}

Expected<std::vector<double>> read(std::string_view text) {
    std::vector<double> numbers;
    int line = 1;
    bool lineBegins = true;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (lineBegins && (c == '#' || c == ';')) {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        if (isBetween(c)) {
            if (c == '\n') {
                ++line;
                lineBegins = true;
            }
            ++at;
            continue;
        }
        lineBegins = false;
        std::size_t end = at;
        while (end < text.size() && !isBetween(text[end]))
            ++end;
        const std::string_view word = text.substr(at, end - at);
        const bool hasPlus = word.size() > 1 && word[0] == '+' && word[1] != '-';
        const char* const first = word.data() + (hasPlus ? 1 : 0);
        double value = 0;
        const auto [stop, error] = std::from_chars(first, word.data() + word.size(), value);
        if (error == std::errc::result_out_of_range)
            return refuse(shown(word) + " is beyond what a table can hold.", line);
        if (error != std::errc() || stop != word.data() + word.size())
            return refuse(shown(word) + " is no number.", line);
        if (!std::isfinite(value))
            return refuse(shown(word) + " is no number that a table can hold.", line);
        if (numbers.size() == mostNumbers)
            return refuse("A table may have " + std::to_string(mostNumbers) +
                              " numbers, and here are more.",
                          line);
        numbers.push_back(value);
        at = end;
    }
    if (numbers.empty())
        return refuse("There is no number.", 0);
    return numbers;
}

std::string write(const std::vector<double>& numbers, int perLine) {
    std::string text;
    char digits[32];
    int inLine = 0;
    for (const double number : numbers) {
        if (!text.empty())
            text += inLine == 0 ? '\n' : ' ';
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        text.append(digits, end);
        inLine = (inLine + 1) % perLine;
    }
    return text;
}

} // namespace stria::table_shapes
