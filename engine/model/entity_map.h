// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "engine/model/id.h"
#include "engine/model/sanitizers.h"

namespace stria {

/// Values by id, with copies that share everything: copying is O(1), and the first edit of a copy
/// touches one bucket and a list of pointers.
///
/// Invariants: the directory has 2^depth pointers; a bucket of local depth d is pointed to by the
/// 2^(depth-d) neighbours whose upper d hash bits it holds; a bucket holds at most `bucketCapacity`
/// entries, sorted by id, and is never changed while another map shares it (extendible hashing).
/// Like other containers: reading from several threads is safe, a map that is written belongs to
/// one; copies are independent. Pointers and references stay valid until the map they came from
/// changes or ends. The order of iteration is by hash, the same for the same contents.
template <class Key, class Value> class SharedMap {
  public:
    using Entry = std::pair<Key, Value>;

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }

    const Value* find(Key key) const {
        if (!m_directory)
            return nullptr;
        const Bucket& bucket = *(*m_directory)[slotOf(key)];
        const auto it = bucket.lowerBound(key);
        return it != bucket.entries.end() && it->first == key ? &it->second : nullptr;
    }

    /// Inserts, or replaces what is there.
    void set(Key key, Value value) {
        Bucket* bucket = &writableBucket(key);
        auto it = bucket->lowerBound(key);
        if (it != bucket->entries.end() && it->first == key) {
            it->second = std::move(value);
            return;
        }
        while (bucket->entries.size() >= bucketCapacity && bucket->depth < maximumDepth) {
            split(slotOf(key));
            bucket = &writableBucket(key);
        }
        // Grown in small steps: buckets are many, and half-empty ones would be a third of a
        // project.
        auto& entries = bucket->entries;
        if (entries.size() == entries.capacity())
            entries.reserve(entries.size() + growth);
        entries.emplace(bucket->lowerBound(key), key, std::move(value));
        ++m_size;
    }

    /// Replaces what is there, which must be; the former value.
    Value exchange(Key key, Value value) {
        const auto it = writableBucket(key).lowerBound(key);
        return std::exchange(it->second, std::move(value));
    }

    bool erase(Key key) {
        if (!find(key))
            return false;
        Bucket& bucket = writableBucket(key);
        bucket.entries.erase(bucket.lowerBound(key));
        --m_size;
        return true;
    }

    /// Calls visit(const Value&) for each.
    template <class Visit> void forEach(Visit&& visit) const {
        if (!m_directory)
            return;
        const Bucket* last = nullptr;
        for (const auto& bucket : *m_directory) {
            if (bucket.get() == last)
                continue;
            last = bucket.get();
            for (const Entry& entry : bucket->entries)
                visit(entry.second);
        }
    }

    bool operator==(const SharedMap& other) const {
        if (m_size != other.m_size)
            return false;
        if (m_directory == other.m_directory)
            return true;
        bool equal = true;
        if (m_directory)
            for (const auto& bucket : *m_directory)
                for (const Entry& entry : bucket->entries) {
                    const Value* theirs = equal ? other.find(entry.first) : nullptr;
                    equal = theirs && *theirs == entry.second;
                }
        return equal;
    }

  private:
    static constexpr std::size_t bucketCapacity = 64;
    static constexpr std::size_t growth = 8;
    static constexpr unsigned maximumDepth = 40;

    struct Bucket {
        unsigned depth = 0;
        std::vector<Entry> entries;

        auto lowerBound(Key key) const {
            return std::lower_bound(entries.begin(), entries.end(), key,
                                    [](const Entry& e, const Key& k) { return e.first < k; });
        }
        auto lowerBound(Key key) {
            return std::lower_bound(entries.begin(), entries.end(), key,
                                    [](const Entry& e, const Key& k) { return e.first < k; });
        }
    };
    using Directory = std::vector<std::shared_ptr<Bucket>>;

    /// Ids written by hand are small numbers: mix the bits (splitmix64's finisher).
    static std::uint64_t hashOf(Key key) {
        std::uint64_t x = static_cast<std::uint64_t>(std::hash<Key>{}(key));
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
        return x ^ (x >> 31);
    }
    std::size_t slotOf(Key key) const {
        return m_depth == 0 ? 0 : static_cast<std::size_t>(hashOf(key) >> (64 - m_depth));
    }

    /// More owners than the map's own. What another thread read before it let go of its copy
    /// happens before what is written here afterwards.
    template <class T> static bool isShared(const std::shared_ptr<T>& pointer, std::size_t own) {
        const bool shared = static_cast<std::size_t>(pointer.use_count()) > own;
        // That sanitizer does not know fences, and sees the counter itself.
        if constexpr (!hasThreadSanitizer)
            std::atomic_thread_fence(std::memory_order_acquire);
        return shared;
    }

    Directory& writableDirectory() {
        if (!m_directory)
            m_directory = std::make_shared<Directory>(1, std::make_shared<Bucket>());
        else if (isShared(m_directory, 1))
            m_directory = std::make_shared<Directory>(*m_directory);
        return *m_directory;
    }

    /// The slots that share the bucket of `slot`: [first, first + count).
    std::pair<std::size_t, std::size_t> slotsOfBucket(std::size_t slot,
                                                      unsigned bucketDepth) const {
        const std::size_t count = std::size_t{1} << (m_depth - bucketDepth);
        return {slot & ~(count - 1), count};
    }

    Bucket& writableBucket(Key key) {
        Directory& directory = writableDirectory();
        const std::size_t slot = slotOf(key);
        const auto [first, count] = slotsOfBucket(slot, directory[slot]->depth);
        if (isShared(directory[slot], count)) {
            const auto copy = std::make_shared<Bucket>(*directory[slot]);
            for (std::size_t i = 0; i < count; ++i)
                directory[first + i] = copy;
        }
        return *directory[slot];
    }

    /// Splits a full bucket, which is this map's alone, doubling the directory where it must.
    void split(std::size_t slot) {
        if ((*m_directory)[slot]->depth == m_depth) {
            auto doubled = std::make_shared<Directory>();
            doubled->reserve(m_directory->size() * 2);
            for (const auto& bucket : *m_directory) {
                doubled->push_back(bucket);
                doubled->push_back(bucket);
            }
            m_directory = std::move(doubled);
            ++m_depth;
            slot *= 2;
        }
        Directory& directory = *m_directory;
        const std::shared_ptr<Bucket> old = directory[slot];
        const auto [first, count] = slotsOfBucket(slot, old->depth);
        auto lower = std::make_shared<Bucket>();
        auto upper = std::make_shared<Bucket>();
        lower->depth = upper->depth = old->depth + 1;
        lower->entries.reserve(old->entries.size() / 2 + growth);
        upper->entries.reserve(old->entries.size() / 2 + growth);
        for (Entry& entry : old->entries) {
            auto& half = slotOf(entry.first) < first + count / 2 ? lower : upper;
            half->entries.push_back(std::move(entry));
        }
        for (std::size_t i = 0; i < count; ++i)
            directory[first + i] = i < count / 2 ? lower : upper;
    }

    std::shared_ptr<Directory> m_directory;
    unsigned m_depth = 0;
    std::size_t m_size = 0;
};

template <class Entity> using EntityMap = SharedMap<Id<Entity>, Entity>;

} // namespace stria
